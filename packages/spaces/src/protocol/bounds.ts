/** Characters of a display name. */
export const displayNameBound = 64;
/** Bytes of a custom event. */
export const payloadByteBound = 4096;
/** Participants whose tracks the server sends by itself. */
export const participantLimit = { least: 1, most: 20, usual: 16 } as const;
