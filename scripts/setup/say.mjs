/** One line on standard error, so that standard output stays the task's own. */
export function say(sentence) {
  process.stderr.write(`sluice: ${sentence}\n`);
}

/** Ends with one sentence that tells what to do. */
export function giveUp(sentence) {
  say(sentence);
  process.exit(1);
}
