// Keeps the page that reads seals for work without a network. Only this page and the files it is made
// of: never an answer about a certificate. `VERSION`, `PAGES` and `FILES` are written above this line
// by the service. Keys and lists are kept by the page itself.

const SHELL = `sceau-shell-${VERSION}`;
const PATIENCE = 4000;

addEventListener("install", (event) => {
  const kept = caches.open(SHELL).then((cache) => cache.addAll([...PAGES, ...FILES]));
  event.waitUntil(kept.then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("sceau-shell-") && name !== SHELL;
  const swept = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  event.waitUntil(swept.then(() => clients.claim()));
});

// The page in the language of the address, else of the browser.
function kept(path) {
  const tag = /^\/(fr|en)\//.exec(path)?.[1] ?? (navigator.language.startsWith("fr") ? "fr" : "en");
  return `/${tag}/v`;
}

async function page(request, path) {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return (await caches.match(kept(path))) ?? Response.error();
  }
}

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (FILES.includes(pathname)) {
    event.respondWith(caches.match(pathname).then((found) => found ?? fetch(event.request)));
  } else if (mode === "navigate" && /^\/(fr\/|en\/)?v$/i.test(pathname)) {
    event.respondWith(page(event.request, pathname));
  }
});
