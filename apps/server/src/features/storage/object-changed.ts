import { SluiceError } from '../../ports/sluice-error.ts';

/** What was read is of another version than the one whose length was told. */
export const objectChanged = (): SluiceError =>
  new SluiceError('playback/object-changed', { status: 503, message: 'The object is being replaced: try again.' });
