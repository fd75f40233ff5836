import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { DESKTOP, opened, PHONE, type Settings, started, visitor } from "./Chromium";
import { Host } from "./Host";

const folder = process.env.PICTURES;
const host = new Host(process.env.MOBILEC_SITE ?? "");
let browser: Browser;

beforeAll(async () => {
  await host.open();
  browser = await started();
});

afterAll(async () => {
  await browser.close();
  await host.close();
});

async function picture(
  name: string,
  set: Settings,
  tab: string,
  act: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  const context = await visitor(browser, { scale: 1, ...set });
  const { page } = await opened(context, `${host.address}#${tab}`);
  await page.locator(`#screen-${tab}`).waitFor();
  await act(page);
  await page.screenshot({ path: join(folder ?? "", `${name}.png`) });
  await context.close();
}

async function answered(page: Page, example: number): Promise<void> {
  await page.locator(".screen:not([hidden]) .chip").nth(example).click();
  await page.locator(".screen:not([hidden]) .accent .answer").waitFor();
  await page.locator(".screen:not([hidden]) .busy").waitFor({ state: "hidden" });
}

async function measured(page: Page): Promise<void> {
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: /Start/ }).click();
  await page.locator("table.numbers").last().waitFor();
  await page.locator(".plot").waitFor();
}

test.skipIf(!folder)("pictures of every screen", async () => {
  mkdirSync(folder ?? "", { recursive: true });
  await picture("translate", {}, "translate", (page) => answered(page, 1));
  await picture("translate-dark", { colorScheme: "dark", locale: "de-DE" }, "translate", (page) =>
    answered(page, 1),
  );
  await picture("classify", {}, "classify", (page) => answered(page, 0));
  await picture("benchmark", {}, "benchmark");
  await picture("benchmark-running", {}, "benchmark", async (page) => {
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByText("Timing").waitFor();
  });
  const long = { viewport: { ...PHONE, height: 1900 } };
  await picture("benchmark-results-dark", { colorScheme: "dark", ...long }, "benchmark", measured);
  await picture("about", { viewport: { ...PHONE, height: 1700 } }, "about");
  await picture("about-dark", { colorScheme: "dark", locale: "de-DE" }, "about");
  await picture("desktop", { viewport: DESKTOP }, "translate", (page) => answered(page, 0));
  await picture("desktop-dark", { viewport: DESKTOP, colorScheme: "dark" }, "benchmark", measured);
});
