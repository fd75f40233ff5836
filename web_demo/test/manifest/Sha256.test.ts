import { createHash } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { Sha256, sha256 } from "../../src/manifest/Sha256";

afterEach(() => void vi.unstubAllGlobals());

function drawn(count: number): Uint8Array {
  let state = count + 1;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

const known = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 1000, 100_000])(
  "%i bytes, at once and in parts",
  (count) => {
    const bytes = drawn(count);
    expect(new Sha256().add(bytes).hex()).toBe(known(bytes));
    for (const step of [1, 7, 64, 100]) {
      if (count / step > 5000) continue;
      const hash = new Sha256();
      for (let at = 0; at < count; at += step) hash.add(bytes.subarray(at, at + step));
      expect(hash.hex()).toBe(known(bytes));
    }
  },
);

test("where the browser has none of its own, as on http, it is the same", async () => {
  const bytes = drawn(1000);
  expect(await sha256(bytes)).toBe(known(bytes));
  const shared = new Uint8Array(new SharedArrayBuffer(1000));
  shared.set(bytes);
  expect(await sha256(shared)).toBe(known(bytes));
  vi.stubGlobal("crypto", {});
  expect(await sha256(bytes)).toBe(known(bytes));
});
