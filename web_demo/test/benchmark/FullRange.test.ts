import { describe, expect, test } from "vitest";
import { inputs, sums, wrong } from "../../src/benchmark/FullRange";
import { recorded } from "../fixtures";

interface Recorded {
  readonly sums: Record<string, Record<string, number[]>>;
}

describe("operands of an int8 product at full range", () => {
  const { sums: right } = recorded("full_range.json") as Recorded;

  test.each(Object.keys(right))(
    "come to what Python's come to with weights up to %s",
    (largest) => {
      const found = [...sums(Number(largest))].map(([name, each]) => [name, each.map(Math.fround)]);
      expect(Object.fromEntries(found)).toEqual(right[largest]);
    },
  );

  test("a result that saturates is found out, and a right one is not", () => {
    const unit = 2 ** -14;
    const answers = new Map(
      [...sums(127)].map(([name, found]) => {
        return [
          name,
          { shape: [1, found.length], data: Float32Array.from(found, (it) => it * unit) },
        ];
      }),
    );
    expect(wrong(answers, 127)).toBe(0);
    answers.get("row_product")!.data[3]! += 1;
    expect(wrong(answers, 127)).toBe(1);
    answers.delete("wide_product");
    expect(wrong(answers, 127)).toBe(1 + 16 * 8);
  });

  test("inputs reach both ends of int8", () => {
    for (const [name, { data }] of inputs()) {
      const numbers = Array.from(data as Float32Array, (it) => it * 128);
      expect([Math.min(...numbers), Math.max(...numbers)]).toEqual([
        name === "row" ? -128 : -127,
        127,
      ]);
    }
  });
});
