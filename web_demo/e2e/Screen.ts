import type { Locator, Page } from "playwright-core";

/** The screen in front. */
export function front(page: Page): Locator {
  return page.locator(".screen:not([hidden])");
}

export async function go(
  page: Page,
  tab: "translate" | "classify" | "benchmark" | "about",
): Promise<void> {
  await page.locator(`nav a[href="#${tab}"]`).click();
  await page.locator(`#screen-${tab}:not([hidden])`).waitFor();
}

/** Asks a text; gives the answer that is shown. */
export async function ask(page: Page, text: string): Promise<string> {
  const screen = front(page);
  await screen.locator("textarea").first().fill(text);
  await screen.locator("button.primary").click();
  await screen.locator(".accent:not([hidden]) .answer").waitFor();
  return (await screen.locator(".accent .answer").textContent()) ?? "";
}

/** Until a model is loaded and nothing is waited for. */
export async function prepared(page: Page): Promise<void> {
  await front(page).locator(".chip").first().waitFor();
  await front(page).locator(".busy").waitFor({ state: "hidden" });
}

/** What goldens said so far in this browser. */
export async function checked(page: Page, count: number): Promise<string[]> {
  const found = await page.waitForFunction(
    (least) => {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith("checked "));
      return keys.length >= least && keys.map((key) => localStorage.getItem(key));
    },
    count,
    { polling: 100 },
  );
  return (await found.jsonValue()) as string[];
}

/** Measures as briefly as the form offers; only the bundle of a name where one is given. */
export async function measureQuickly(page: Page, bundle: string | null = null): Promise<void> {
  await go(page, "benchmark");
  const boxes = front(page).locator('input[id^="bundle-"]');
  await boxes.first().waitFor();
  for (const box of await boxes.all()) {
    const mine = bundle === null || (await box.getAttribute("id")) === `bundle-${bundle}`;
    await box.setChecked(mine);
  }
  await page.locator('input[value="quick"]').check();
  await front(page).locator('button[type="submit"]').click();
}
