/** Whole Unix seconds, as events of the video API write a moment (Mux contract §17). */
export const secondsNumber = (moment: Date): number => Math.floor(moment.getTime() / 1000);

/** The same as text, as its answers do. */
export const secondsText = (moment: Date): string => String(secondsNumber(moment));
