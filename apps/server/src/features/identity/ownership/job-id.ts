const versionFour = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Whether a text can be the id of a job: a random UUID (LynxVizion contract §7). */
export const isJobId = (text: string): boolean => versionFour.test(text);
