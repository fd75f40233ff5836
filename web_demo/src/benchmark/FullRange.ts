import type { Tensor } from "../engine/Tensor";

/*
 * Operands of an int8 product at the edge of what int8 holds, and the one right answer: the twin of
 * exporters/probe/full_range.py, which says why they are these.
 *
 *     y = x W^T,  x = q_x 2^-7 with q_x in -127..127,  W = q_w 2^-7 with q_w in -largest..largest
 */

const UNIT = 2 ** -7;
const FEATURES = 8;
const [NARROW, WIDE] = [256, 1536];

/** The smallest activation of the inputs with many rows, and of the single row: exporters/onnx/probes. */
const LOWEST = { rows: -127, row: -128 };

/** Input to [rows, width]. A single row has kernels of its own; it shares the wide weights. */
const WIDTHS = { narrow: [16, NARROW], wide: [16, WIDE], row: [1, WIDE] } as const;

/** Shapes by name. */
export const INPUTS = shapes((name, [rows, width]) => [name, [1, rows, width]]);
export const OUTPUTS = shapes((name, [rows]) => [resultOf(name), [1, rows, FEATURES]]);

/** Of each input. */
export function inputs(): Map<string, Tensor> {
  const found = Object.entries(WIDTHS).map(([name, [rows, width]]): [string, Tensor] => {
    const data = Float32Array.from(activations(rows, width).flat(), (it) => it * UNIT);
    return [name, { shape: [1, rows, width], data }];
  });
  return new Map(found);
}

/** Sums of integers (rows, FEATURES) of each output, row by row. `largest`: the magnitude of the largest weight. */
export function sums(largest: number): Map<string, number[]> {
  const found = Object.entries(WIDTHS).map(([name, [rows, width]]): [string, number[]] => {
    const columns = weights(width, largest);
    const products = activations(rows, width).flatMap((row) =>
      columns.map((column) => row.reduce((sum, number, at) => sum + number * column[at]!, 0)),
    );
    return [resultOf(name), products];
  });
  return new Map(found);
}

/** How many results differ in any bit of their value from the sum of integers, rounded once. */
export function wrong(answers: ReadonlyMap<string, Tensor>, largest: number): number {
  let different = 0;
  for (const [name, right] of sums(largest)) {
    const found = answers.get(name)?.data;
    right.forEach((sum, at) => {
      if (found?.[at] !== Math.fround(Math.fround(sum) * UNIT * UNIT)) different++;
    });
  }
  return different;
}

function shapes(
  of: (name: string, sizes: readonly [number, number]) => [string, number[]],
): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(Object.entries(WIDTHS).map(([name, sizes]) => of(name, sizes)));
}

/** The output that an input gives. */
function resultOf(name: string): string {
  return `${name}_product`;
}

/** (FEATURES, width) in -largest..largest, the largest magnitude in every row. */
function weights(width: number, largest: number): number[][] {
  const steps = 2 * largest + 1;
  return table(FEATURES, width, (feature, at) => {
    if (feature === 0 || at === 0) return largest;
    if (feature === 1) return -largest;
    if (feature === 2) return Math.floor(at / 2) % 2 === 1 ? largest : -largest;
    const number = at * at * (2 * feature + 3) + 41 * at * feature + Math.floor((at * at) / 7);
    return (number % steps) - largest;
  });
}

/** (rows, width) in lowest..127, both in every row. */
function activations(rows: number, width: number): number[][] {
  const lowest = rows === 1 ? LOWEST.row : LOWEST.rows;
  return table(rows, width, (row, at) => {
    if (at === width - 2) return 127;
    if (at === width - 1) return lowest;
    if (row === 0) return 127;
    if (row === 1) return lowest;
    if (row === 2) return Math.floor(at / 2) % 2 === 1 ? 127 : lowest;
    const number = at * at * (3 * row + 5) + 29 * at * (row + 1) + Math.floor(at / 3);
    return (number % (128 - lowest)) + lowest;
  });
}

function table(
  rows: number,
  width: number,
  number: (row: number, at: number) => number,
): number[][] {
  const counted = (count: number) => [...Array(count).keys()];
  return counted(rows).map((row) => counted(width).map((at) => number(row, at)));
}
