/**
 * What a program takes and returns: `data` holds the numbers of `shape` row by row, int64 as whole
 * numbers of 64 bits.
 */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

/** Zeros, float32. */
export function floats(...shape: number[]): Tensor & { readonly data: Float32Array } {
  return { shape, data: new Float32Array(count(shape)) };
}

/** Zeros, int64. */
export function longs(...shape: number[]): Tensor & { readonly data: BigInt64Array } {
  return { shape, data: new BigInt64Array(count(shape)) };
}

/** Whole numbers as a tensor of their own. */
export function longsOf(numbers: readonly number[], ...shape: number[]): Tensor {
  return { shape, data: BigInt64Array.from(numbers, BigInt) };
}

/** How many numbers a shape holds. */
export function count(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}
