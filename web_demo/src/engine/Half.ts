/** The number of IEEE 754 half precision in 16 bits: a sign, 5 bits of exponent, 10 of mantissa. */
export function float16(half: number): number {
  const mantissa = half & 0x3ff;
  const exponent = (half >> 10) & 0x1f;
  const sign = half & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 0x1f) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}
