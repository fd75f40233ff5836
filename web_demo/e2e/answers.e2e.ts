import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { opened, started, visitor } from "./Chromium";
import { Host } from "./Host";
import { ask, checked, go, prepared } from "./Screen";
import { CLASSIFIER, golden, SITE, TRANSLATOR } from "./Site";

const host = new Host(SITE);
let browser: Browser;

beforeAll(async () => {
  await host.open();
  browser = await started();
});

afterAll(async () => {
  await browser.close();
  await host.close();
});

test("both shipped bundles answer as PyTorch does, and their goldens pass", async () => {
  const context = await visitor(browser);
  const { page, wrong } = await opened(context, host.address);
  for (const { text, translation } of golden(TRANSLATOR).sentences.slice(0, 4)) {
    expect(await ask(page, text)).toBe(translation);
  }
  expect(await checked(page, 1)).toEqual(["passed"]);
  await go(page, "classify");
  for (const { text, label } of golden(CLASSIFIER).sentences.slice(0, 4)) {
    expect(await ask(page, text)).toBe(label);
  }
  expect(await checked(page, 2)).toEqual(["passed", "passed"]);
  expect(await page.getByText("Do not rely on").count()).toBe(0);
  expect(wrong).toEqual([]);
  await context.close();
});

test("a text of several paragraphs keeps them", async () => {
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  const said = await ask(page, "Where is the station?\n\nThank you very much.");
  expect(said).toBe("Wo ist der Bahnhof?\n\nVielen Dank!");
  await context.close();
});

test("a long text is stopped at once, and the next one is answered", async () => {
  const context = await visitor(browser);
  const { page, wrong } = await opened(context, host.address);
  await prepared(page);
  const long = Array.from({ length: 400 }, (_, at) => `This is sentence ${at} of many.`).join(" ");
  await page.locator("textarea").first().fill(long);
  await page.getByRole("button", { name: "Translate" }).click();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("Stopped.").waitFor();
  expect(await ask(page, "Where is the station?")).not.toBe("");
  expect(wrong).toEqual([]);
  await context.close();
});

test("the page is not frozen while a model works", async () => {
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  await prepared(page);
  const long = Array.from({ length: 30 }, (_, at) => `This is sentence ${at} of many.`).join(" ");
  await page.locator("textarea").first().fill(long);
  await page.evaluate(() => {
    const frames: number[] = [];
    const look = (now: number) => {
      frames.push(now);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    Object.assign(self, { frames });
  });
  await page.getByRole("button", { name: "Translate" }).click();
  await page.locator(".accent:not([hidden]) .answer").waitFor();
  const longest = await page.evaluate(() => {
    const { frames } = self as unknown as { frames: number[] };
    return Math.max(...frames.slice(1).map((frame, at) => frame - frames[at]!));
  });
  // A frame of a second would be one in which the page did the work itself.
  expect(longest).toBeLessThan(1000);
  await context.close();
});
