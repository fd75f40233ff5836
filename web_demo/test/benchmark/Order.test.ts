import { describe, expect, test } from "vitest";
import { Order } from "../../src/benchmark/Order";

const NAMES = ["short", "middle", "longest"];

/** Six orders of three names, and then one of nine numbers, as java.util.Collections.shuffle draws them. */
const DRAWN: [number, string, string][] = [
  [0, "lms slm msl msl lms msl", "135068742"],
  [1, "mls lsm msl sml slm lsm", "750364281"],
  [42, "msl mls lms sml lsm msl", "054782136"],
  [2147483647, "lms lms sml msl slm sml", "784562103"],
  [123456789, "slm msl mls mls lsm msl", "612473580"],
];

describe("an order by seed", () => {
  test.each(DRAWN)("is that of a JVM for %d", (seed, orders, numbers) => {
    const order = new Order(seed);
    const found = Array.from({ length: 6 }, () =>
      order
        .drawn(NAMES)
        .map((name) => name[0])
        .join(""),
    );
    expect(found.join(" ")).toBe(orders);
    expect(order.drawn([..."012345678"]).join("")).toBe(numbers);
  });

  test("leaves what is drawn from as it was", () => {
    const names = [...NAMES];
    new Order(3).drawn(names);
    expect(names).toEqual(NAMES);
  });
});
