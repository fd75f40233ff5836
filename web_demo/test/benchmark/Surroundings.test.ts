import { describe, expect, test } from "vitest";
import { MemoryWatch, memoryOf } from "../../src/benchmark/Memory";
import { Page, type Window } from "../../src/benchmark/Page";
import { condition, device, type Scope, said } from "../../src/benchmark/Surroundings";

/** A browser that tells everything. */
const TALKATIVE: Scope = {
  crossOriginIsolated: true,
  navigator: {
    userAgent: "Mozilla/5.0 (Linux; Android 10; K)",
    hardwareConcurrency: 8,
    deviceMemory: 8,
    userAgentData: {
      brands: [{ brand: "Chromium", version: "156" }],
      mobile: true,
      platform: "Android",
      getHighEntropyValues: async (names) =>
        names.includes("model")
          ? {
              model: "M1",
              platformVersion: "16.0.0",
              fullVersionList: [{ brand: "Chromium", version: "156.0.8078.108" }],
            }
          : {},
    },
    gpu: {
      requestAdapter: async () => ({
        info: { vendor: "arm", architecture: "valhall", device: "", description: "" },
      }),
    },
  },
};

describe("what a browser tells", () => {
  test("is written as it says it, and an empty text is null", async () => {
    const { browser, model, version } = await said(TALKATIVE);
    expect([model, version]).toEqual(["M1", "16.0.0"]);
    expect(browser).toEqual({
      user_agent: "Mozilla/5.0 (Linux; Android 10; K)",
      brands: [{ brand: "Chromium", version: "156.0.8078.108" }],
      platform: "Android",
      mobile: true,
      cores: 8,
      memory_gb: 8,
      gpu: { vendor: "arm", architecture: "valhall", device: null, description: null },
      isolated: true,
      relaxed_simd: expect.any(Boolean),
    });
  });

  test("is null where it does not, and nothing is guessed", async () => {
    const { browser, model, version } = await said({ navigator: {} });
    expect([model, version]).toEqual([null, null]);
    const { relaxed_simd, ...others } = browser;
    expect(relaxed_simd).toBeTypeOf("boolean");
    expect(new Set(Object.values(others))).toEqual(new Set([null]));
    const nothing = { timer_ms: null, hidden: null, battery: null, saturates: null };
    const found = device({ browser, model, version }, nothing);
    expect(found).toMatchObject({ kind: "web", cores: null, os: "", os_version: "" });
    expect(found.browser).toMatchObject(nothing);
  });

  test("is less where a person refuses the finer hints, and there is no adapter", async () => {
    const { userAgentData } = TALKATIVE.navigator;
    const refuses = async () => Promise.reject(new Error("not allowed"));
    const { browser, model } = await said({
      navigator: {
        ...TALKATIVE.navigator,
        userAgentData: { ...userAgentData!, getHighEntropyValues: refuses },
        gpu: { requestAdapter: async () => null },
      },
    });
    expect(model).toBeNull();
    expect(browser).toMatchObject({ brands: [{ brand: "Chromium", version: "156" }], gpu: null });
    expect(browser.platform).toBe("Android");
  });

  test("of a battery is a percentage", () => {
    expect(condition({ level: 0.815, charging: false })).toMatchObject({
      battery_percent: 82,
      plugged: false,
      power_save: null,
    });
    expect(condition(null)).toMatchObject({ battery_percent: null, plugged: null });
  });
});

describe("a page", () => {
  function opened(hidden: boolean, more: Partial<Window> = {}) {
    const heard = new Set<() => void>();
    const document = {
      hidden,
      addEventListener: (_: string, each: () => void) => void heard.add(each),
      removeEventListener: (_: string, each: () => void) => void heard.delete(each),
    };
    const turn = (now: boolean) => {
      document.hidden = now;
      for (const each of heard) each();
    };
    return { page: new Page({ document, navigator: {}, performance: {}, ...more }), turn };
  }

  test("counts how often it was hidden, from the beginning until it is closed", () => {
    const { page, turn } = opened(false);
    expect(page.hidden()).toBe(0);
    for (const hidden of [true, false, true]) turn(hidden);
    expect(page.hidden()).toBe(2);
    page.close();
    turn(true);
    expect(page.hidden()).toBe(2);
    expect(opened(true).page.hidden()).toBe(1);
  });

  test("tells of a battery and of memory where the browser does", async () => {
    const battery = { level: 0.5, charging: true, chargingTime: 0 };
    const { page } = opened(false, {
      navigator: { getBattery: async () => battery },
      performance: { measureUserAgentSpecificMemory: async () => ({ bytes: 7 }) },
    });
    expect(await page.battery()).toEqual({ level: 0.5, charging: true });
    expect(await page.memory()).toBe(7);
    const { page: silent } = opened(false, {
      navigator: { getBattery: () => Promise.reject(new Error("insecure")) },
    });
    expect(await silent.battery()).toBeNull();
    expect(await silent.memory()).toBeNull();
    expect(await opened(false).page.battery()).toBeNull();
  });

  test("keeps the largest memory that was seen", async () => {
    const seen = [null, 5, 9, 2];
    const watch = new MemoryWatch({
      hidden: () => 0,
      battery: async () => null,
      memory: async () => seen.shift() ?? null,
    });
    await watch.look();
    expect(watch.peak).toBeNull();
    for (let look = 0; look < 3; look++) await watch.look();
    expect(watch.peak).toBe(9);
    const refused = () => Promise.reject(new DOMException("not isolated", "SecurityError"));
    expect(await memoryOf({ performance: { measureUserAgentSpecificMemory: refused } })).toBeNull();
  });
});
