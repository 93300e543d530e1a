import { type Awaitable, whenThere } from '../../ports/awaitable.ts';
import type { HttpAnswer } from '../../ports/http-exchange.ts';
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

/** The answer; throws `missing()` where there is none. */
const orThrow = (answer: Awaitable<HttpAnswer | null>, missing: () => SluiceError): Awaitable<HttpAnswer> =>
  whenThere(answer, (found) => {
    if (found === null) throw missing();
    return found;
  });

const assetNotFound = (): SluiceError => refusalError('not_found');

/** Handlers of every route that gives media bytes or keys, each behind the gate. */
export function gatedHandlers(guard: Guard, parts: CbcsParts & DashParts, keys: KeyParts) {
  return {
    readStreamObject: guard.stream((admission) => {
      const type = streamContentType(admission.path);
      return orThrow(type === null ? null : answerStored(parts, admission, false, type), streamNotFound);
    }, checkStreamPath),
    readAssetObject: guard.media((admission) => {
      const type = assetContentType(admission.path);
      return orThrow(type === null ? null : answerStored(parts, admission, true, type), assetNotFound);
    }),
    readAssetManifest: guard.media((admission) => answerDash(parts, admission)),
    readCbcsObject: guard.media((admission) => answerCbcs(parts, admission)),
    readAssetKey: guard.key((admission) => answerAssetKey(keys, admission)),
  };
}
