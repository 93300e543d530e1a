/** A scratch folder that is gone when the work is over, however it ends. */
export interface TempSpace {
  use<T>(purpose: string, work: (folder: string) => Promise<T>): Promise<T>;
}
