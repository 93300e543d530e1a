/** UTC to the second, without a zone (LynxVizion contract §2.2). */
export const formatUserTime = (time: Date): string => time.toISOString().slice(0, 19);
