import { SluiceError } from '../../ports/sluice-error.ts';
import { type Guard, refusalError } from '../access/index.ts';
import { answerCbcs, type CbcsParts } from './cbcs-answers.ts';
import { assetContentType, streamContentType } from './content-type.ts';
import { answerDash, type DashParts } from './dash-answer.ts';
import { answerAssetKey, type KeyParts } from './key-handlers.ts';
import { answerStored, streamNotFound } from './stored-answers.ts';

const badStreamPath = (message: string): SluiceError =>
  new SluiceError('playback/bad-stream-path', { status: 400, message });

/** Vylux contract §6.1, before the asset is looked at. */
function checkStreamPath(rawPath: string): void {
  if (rawPath.includes('..')) throw badStreamPath('invalid path');
  if (streamContentType(rawPath) === null) throw badStreamPath('unsupported file type');
}

/** Handlers of every route that gives media bytes or keys, each behind the gate. */
export function gatedHandlers(guard: Guard, parts: CbcsParts & DashParts, keys: KeyParts) {
  return {
    readStreamObject: guard.stream(async (admission) => {
      const type = streamContentType(admission.path);
      const answer = type === null ? null : await answerStored(parts, admission, false, type);
      if (answer === null) throw streamNotFound();
      return answer;
    }, checkStreamPath),
    readAssetObject: guard.media(async (admission) => {
      const type = assetContentType(admission.path);
      const answer = type === null ? null : await answerStored(parts, admission, true, type);
      if (answer === null) throw refusalError('not_found');
      return answer;
    }),
    readAssetManifest: guard.media((admission) => answerDash(parts, admission)),
    readCbcsObject: guard.media((admission) => answerCbcs(parts, admission)),
    readAssetKey: guard.key((admission) => answerAssetKey(keys, admission)),
  };
}
