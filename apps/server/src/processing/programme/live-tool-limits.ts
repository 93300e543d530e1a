import type { ToolLimits } from '../../ports/media-tool.ts';

/** Longer than any live stream may last (Mux contract §11.2). */
const LONGEST_SECONDS = 13 * 3600;

/** Of a tool that works as long as a programme lasts. It writes to pipes alone. */
export const liveToolLimits: ToolLimits = { seconds: LONGEST_SECONDS, memoryBytes: 4e9, fileBytes: 0 };
