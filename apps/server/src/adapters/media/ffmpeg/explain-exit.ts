import type { ProcessExit } from '../../../platform/process-runner.ts';
import type { ToolRun } from '../../../ports/media-tool.ts';
import { SluiceError } from '../../../ports/sluice-error.ts';
import { shortenStderr } from './shorten-stderr.ts';

const SIGKILL = 9;
const SIGXCPU = 24;
const SIGXFSZ = 25;

/** What went wrong in a run that was not aborted, or null when it succeeded. */
export function explainExit(run: Pick<ToolRun, 'tool' | 'limits'>, exit: ProcessExit): SluiceError | null {
  if (exit.endedBy === 'timeout') {
    return new SluiceError('processing/tool-timeout', {
      status: 500,
      message: `${run.tool} was stopped after ${run.limits.seconds} seconds, the longest that this step may take.`,
      details: { seconds: run.limits.seconds },
    });
  }
  if (exit.code === 0) return null;
  const reason = reasonOf(exit);
  return new SluiceError('processing/tool-failed', {
    status: 500,
    message: `${run.tool} ${SENTENCES[reason]}`,
    details: { reason, exitCode: exit.code, stderr: shortenStderr(exit.stderr) },
  });
}

const SENTENCES = {
  'file-limit': 'wrote a larger file than this step may.',
  'memory-limit': 'needed more memory than this step may use.',
  'cpu-limit': 'used more processor time than this step may.',
  killed: 'was killed by the system.',
  failed: 'could not process this input.',
};

function reasonOf(exit: ProcessExit): keyof typeof SENTENCES {
  const signal = signalNumber(exit);
  if (signal === SIGXFSZ || /File too large/.test(exit.stderr)) return 'file-limit';
  if (signal === SIGXCPU) return 'cpu-limit';
  if (/Cannot allocate memory|failed to map segment|std::bad_alloc/i.test(exit.stderr)) return 'memory-limit';
  return signal === SIGKILL ? 'killed' : 'failed';
}

/** bubblewrap and the shell convention tell a signal as 128 + its number. */
function signalNumber(exit: ProcessExit): number | null {
  if (exit.signal === 'SIGKILL') return SIGKILL;
  if (exit.signal === 'SIGXFSZ') return SIGXFSZ;
  if (exit.signal === 'SIGXCPU') return SIGXCPU;
  return exit.code !== null && exit.code > 128 ? exit.code - 128 : null;
}
