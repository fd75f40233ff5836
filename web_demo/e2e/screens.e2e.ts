import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { opened, started, visitor } from "./Chromium";
import { Host } from "./Host";
import { ask, front, go, prepared } from "./Screen";
import { SITE } from "./Site";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SCREENS = ["translate", "classify", "benchmark", "about"] as const;
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

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

async function violations(page: Page): Promise<string[]> {
  const found = (await page.evaluate(`${AXE}; axe.run(document)`)) as { violations: Violation[] };
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`,
  );
}

test.each([
  ["en-GB", "light"],
  ["en-GB", "dark"],
  ["de-DE", "light"],
  ["de-DE", "dark"],
] as const)("axe finds nothing on any screen: %s, %s", async (locale, colorScheme) => {
  const context = await visitor(browser, { locale, colorScheme });
  const { page } = await opened(context, host.address);
  for (const screen of SCREENS) {
    await go(page, screen);
    if (screen === "translate" || screen === "classify") {
      await prepared(page);
      await front(page).locator(".chip").first().click();
      await front(page).locator(".accent:not([hidden]) .answer").waitFor();
    }
    expect(await violations(page), screen).toEqual([]);
  }
  expect(await page.locator("html").getAttribute("lang")).toBe(locale.slice(0, 2));
  await context.close();
});

test("axe finds what is wrong", async () => {
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  await page.evaluate(() => document.body.append(document.createElement("button")));
  expect((await violations(page)).join()).toContain("button-name");
  await context.close();
});

test("everything is done by the keyboard alone", async () => {
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  await prepared(page);
  await page.locator("textarea").first().focus();
  await page.keyboard.type("Where is the station?");
  await page.keyboard.press("Control+Enter");
  await front(page).locator(".accent:not([hidden]) .answer").waitFor();
  await page.locator('nav a[href="#benchmark"]').focus();
  await page.keyboard.press("Enter");
  await page.locator("#screen-benchmark:not([hidden])").waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Benchmark");
  await page.keyboard.press("Tab");
  const box = page.locator('input[id^="bundle-"]').first();
  await expect
    .poll(() => box.evaluate((input) => input === document.activeElement), { timeout: 60_000 })
    .toBe(true);
  await page.keyboard.press("Space");
  expect(await box.isChecked()).toBe(false);
  await context.close();
});

test("another language is chosen, and stays", async () => {
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  await ask(page, "Where is the station?");
  await go(page, "about");
  await page.getByRole("button", { name: "Deutsch" }).click();
  await page.getByRole("heading", { name: "Über", level: 1 }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Über", level: 1 }).waitFor();
  await context.close();
});

test.each([320, 390, 1280])("nothing is wider than a screen of %i pixels", async (width) => {
  const context = await visitor(browser, { viewport: { width, height: 700 }, locale: "de-DE" });
  const { page } = await opened(context, host.address);
  for (const screen of SCREENS) {
    await go(page, screen);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, screen).toBeLessThanOrEqual(width);
  }
  await context.close();
});

test("the page's own policy lets in nothing from elsewhere", async () => {
  const context = await visitor(browser);
  const { page } = await opened(context, host.address);
  const refused = await page.evaluate(async () => {
    const heard = new Promise<string>((resolve) =>
      document.addEventListener("securitypolicyviolation", (event) =>
        resolve(event.effectiveDirective),
      ),
    );
    const script = document.createElement("script");
    script.textContent = "self.inline = true";
    document.body.append(script);
    return [await heard, "inline" in self];
  });
  expect(refused).toEqual(["script-src-elem", false]);
  await context.close();
});
