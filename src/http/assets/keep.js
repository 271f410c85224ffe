// Work without a network: the page, the keys and the lists are kept in this browser when somebody asks
// for it, and from then on whenever there is a network.

import { KEPT, KEYS, asked, copy, instant } from "./kept.js";

const offline = document.getElementById("offline");
const status = offline.querySelector("[data-desk-status]");

function say(name, slots = {}) {
  const state = copy("desk", name);
  for (const [slot, text] of Object.entries(slots)) state.querySelector(`[data-slot="${slot}"]`).textContent = text;
  status.replaceChildren(state);
}

// What is kept, and as of when.
async function tellKept() {
  const kept = await caches.open(KEPT);
  const keys = await kept.match(KEYS);
  const lists = (await kept.keys()).filter(({ url }) => new URL(url).pathname.startsWith("/tsl/"));
  if (!keys || !lists.length) return false;
  const claims = [];
  for (const request of lists) {
    const token = await (await kept.match(request)).text();
    claims.push(JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"))));
  }
  const oldest = Math.min(...claims.map(({ iat }) => iat));
  const until = Math.min(...claims.map(({ exp }) => exp));
  if (until * 1000 < Date.now()) {
    say("over");
  } else {
    const of = new Date(keys.headers.get("date") ?? Date.now());
    say("ready", { keys: instant(of), lists: instant(oldest * 1000), until: instant(until * 1000) });
  }
  return true;
}

// Keys first: what they can't verify is of no use.
async function prepare() {
  say("working");
  try {
    const kept = await caches.open(KEPT);
    const named = await (await asked("/tsl/lists.json")).json();
    const addresses = named.status_lists.map((address) => new URL(address).pathname);
    for (const address of [KEYS, ...addresses]) {
      const answer = await asked(address, { cache: "no-cache" });
      if (!answer.ok) throw new Error(address);
      await kept.put(address, answer);
    }
    await tellKept();
  } catch {
    if (!(await tellKept().catch(() => false))) say("failed");
  }
}

if ("serviceWorker" in navigator && globalThis.caches) {
  offline.hidden = false;
  offline.querySelector("[data-prepare]").addEventListener("click", async () => {
    await navigator.serviceWorker.register("/sw.js").catch(() => {});
    await prepare();
  });
  // Who prepared once is kept up to date whenever there is a network.
  tellKept()
    .then((prepared) => prepared && prepare())
    .catch(() => {});
}
