/** `value · multiplier / divisor` to the nearest whole number, halves up, exact for safe integers. `divisor` > 0. */
export function rescale(value: number, multiplier: number, divisor: number): number {
  const doubled = 2n * BigInt(value) * BigInt(multiplier) + BigInt(divisor);
  return Number(floorDivide(doubled, 2n * BigInt(divisor)));
}

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}
