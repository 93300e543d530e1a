/** The npm package has no types of its own. */
declare module 'workerd' {
  /** Path of the program. */
  const programPath: string;
  export default programPath;
}
