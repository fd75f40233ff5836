export {};

/** Written by the build: the files of the page, and what tells this build from others. */
declare const __PAGE__: {
  readonly version: string;
  readonly files: readonly string[];
  /** Kept when they were first asked for. */
  readonly later: readonly string[];
};

const worker = self as unknown as ServiceWorkerGlobalScope;
const page = __PAGE__;
const scope = new URL(worker.registration.scope);
const prefix = `mobilec-page ${scope.pathname} `;
const cacheName = prefix + page.version;
const SITE = "site.json";

worker.addEventListener("install", (event) => {
  event.waitUntil(keep());
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = pathOf(new URL(request.url));
  if (request.method !== "GET" || path === null) return;
  if (request.mode === "navigate" || path === SITE) event.respondWith(newest(request, path));
  else if (page.files.includes(path)) event.respondWith(kept(request, path));
  else if (page.later.includes(path)) event.respondWith(keptNow(request, path));
});

/** All of the page, or none of it. */
async function keep(): Promise<void> {
  const cache = await caches.open(cacheName);
  const addresses = ["./", ...page.files].map((file) => new URL(file, scope));
  await cache.addAll(addresses.map((address) => new Request(address, { cache: "reload" })));
  const site = await fetch(new URL(SITE, scope), { cache: "no-store" });
  if (site.ok) await cache.put(new URL(SITE, scope), site);
  await worker.skipWaiting();
}

async function takeOver(): Promise<void> {
  const old = (await caches.keys()).filter((each) => each.startsWith(prefix) && each !== cacheName);
  for (const each of old) await caches.delete(each);
  await worker.clients.claim();
}

/** A path beneath the page's folder; null of another's. */
function pathOf(address: URL): string | null {
  if (address.origin !== scope.origin || !address.pathname.startsWith(scope.pathname)) return null;
  return address.pathname.slice(scope.pathname.length);
}

/** From the network; what is kept where there is none. */
async function newest(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(cacheName);
  try {
    const response = await fetch(request);
    if (path === SITE && response.ok) await cache.put(new URL(SITE, scope), response.clone());
    return isolated(response);
  } catch (error) {
    const key = request.mode === "navigate" ? scope : new URL(path, scope);
    const found = await cache.match(key, { ignoreSearch: true });
    if (!found) throw error;
    return isolated(found);
  }
}

/** What is kept: its name has its digest in it, or goes with this build. */
async function kept(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(cacheName);
  const found = await cache.match(new URL(path, scope));
  return isolated(found ?? (await fetch(request)));
}

/** What is kept, or from now on is; where there is no room for it, it is fetched each time. */
async function keptNow(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(cacheName);
  const address = new URL(path, scope);
  const found = await cache.match(address);
  if (found) return isolated(found);
  const response = await fetch(request);
  if (response.ok) await cache.put(address, response.clone()).catch(() => {});
  return isolated(response);
}

/**
 * With the headers that isolate a page, so that browsers give it several threads, from hosts too that
 * cannot be told to send them. All of the page is of its own origin, so that nothing is shut out.
 */
function isolated(response: Response): Response {
  if (response.type === "opaque" || response.type === "opaqueredirect") return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
