/** URLs a second of one way to sign. */
export interface SigningRate {
  readonly name: string;
  readonly perSecond: number;
}

/** Signs for about a second, after a warm-up, and counts. `sign` gets another number each time. */
export async function signingRate(
  name: string,
  sign: (index: number) => string | Promise<string>,
): Promise<SigningRate> {
  let length = 0;
  const run = async (untilMs: number): Promise<number> => {
    let count = 0;
    const begin = performance.now();
    while (performance.now() - begin < untilMs) {
      for (let index = 0; index < 200; index++) {
        const url = sign(count++);
        length += (typeof url === 'string' ? url : await url).length;
      }
    }
    return count / ((performance.now() - begin) / 1000);
  };
  await run(300);
  const perSecond = await run(1000);
  if (length === 0) throw new Error(`${name} signed nothing`);
  return { name, perSecond };
}
