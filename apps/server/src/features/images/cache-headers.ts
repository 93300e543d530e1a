/** Of every signed answer (Vylux contract §2). Our answers do not depend on `Accept`; caches in front may rely on the word. */
export const immutable: Readonly<Record<string, string>> = {
  'cache-control': 'public, max-age=31536000, immutable',
  vary: 'Accept',
};
