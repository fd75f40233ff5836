/** Whether the page opens without a network: bytes that are stored, "soon", or "no". */
export type Offline = number | "soon" | "no";

/** The cache that holds the page, as the service worker fills it. */
export const CACHE = "mobilec-page";

/** Has the service worker keep this page, where the browser lets one. */
export async function keepPage(): Promise<void> {
  const { serviceWorker } = navigator;
  if (!serviceWorker || !import.meta.env.PROD) return;
  // The page works without it; what the browser says against it is of no use to a person.
  await serviceWorker.register("./sw.js", { type: "module", scope: "./" }).catch(() => {});
}

/** Whether the page is kept, and how large it is. */
export async function pageIsKept(): Promise<Offline> {
  const registration = await navigator.serviceWorker?.getRegistration("./");
  if (!registration) return "no";
  if (!registration.active) return "soon";
  const scope = new URL(registration.scope).pathname;
  const names = (await caches.keys()).filter((name) => name.startsWith(`${CACHE} ${scope} `));
  let bytes = 0;
  for (const name of names) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      bytes += (await response?.blob())?.size ?? 0;
    }
  }
  return bytes;
}
