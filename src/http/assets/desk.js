// The page that reads seals. The signature is verified here before anything is sent; then the service
// is asked whether the certificate is still in force. If it can't be reached, the signed lists that
// were kept for work without a network answer, with their date, or the page says that nobody knows.

import { stateIn } from "./lists.js";
import { isAble, verify } from "./seal.js";

const KEPT = "sceau-kept";
const KEYS = "/.well-known/jwks.json";
const PATIENCE = 5000;

const desk = document.getElementById("desk");
const form = document.getElementById("send");
const offline = document.getElementById("offline");
const language = document.documentElement.lang;
const { issuer, url, zone } = desk.dataset;

const day = (date) => new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(date);
const civil = (seconds) => new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: zone }).format(seconds * 1000);
const instant = (date) =>
  `${new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short", timeZone: zone }).format(date)} (${zone})`;
const asked = (address, more) => fetch(address, { ...more, signal: AbortSignal.timeout(PATIENCE) });

// From the service, else what was kept of it.
async function got(address) {
  try {
    const answer = await asked(address);
    if (answer.ok) return answer;
  } catch {
    // Not to be reached.
  }
  return globalThis.caches ? (await caches.open(KEPT)).match(address) : undefined;
}

function show(name, { sent = false, asOf, facts } = {}) {
  const answer = document.querySelector(`[data-answer="${name}"]`).content.cloneNode(true);
  const slot = (slot) => answer.querySelector(`[data-slot="${slot}"]`);
  slot("now").textContent = instant(new Date());
  slot("now").dateTime = new Date().toISOString();
  if (asOf) {
    answer.querySelector('[data-if="as-of"]').hidden = false;
    slot("as-of").textContent = instant(asOf * 1000);
    slot("as-of").dateTime = new Date(asOf * 1000).toISOString();
  }
  answer.querySelector("[data-send]")?.addEventListener("click", () => form.submit());
  desk.replaceChildren(answer, ...(facts ? [facts] : []));
  if (!sent) desk.focus();
  desk.scrollIntoView();
}

function squares(level, most) {
  const space = "http://www.w3.org/2000/svg";
  const row = document.createElementNS(space, "svg");
  row.setAttribute("class", "lvl");
  row.setAttribute("viewBox", `0 0 ${most * 10 - 2} 8`);
  row.setAttribute("aria-hidden", "true");
  for (let at = 0; at < most; at += 1) {
    const square = document.createElementNS(space, "rect");
    for (const [name, value] of [["x", at * 10], ["width", 8], ["height", 8]]) square.setAttribute(name, value);
    if (at >= level) square.setAttribute("class", "off");
    row.append(square);
  }
  return row;
}

// What the seal says, in the words of the page.
function factsOf({ claims, key }) {
  const facts = document.querySelector("[data-facts]").content.cloneNode(true);
  const fill = (slot, text) => (facts.querySelector(`[data-slot="${slot}"]`).textContent = text);
  const framework = document.querySelector(`[data-framework="${CSS.escape(claims.framework)} ${claims.frameworkVersion}"]`);
  const most = Number(framework?.dataset.max ?? 0);
  facts.querySelector('[data-if="specimen"]').hidden = !key.specimen;
  fill("name", `${claims.firstName} ${claims.lastName}`);
  fill("score", framework ? `${claims.score} / ${framework.dataset.of}` : `${claims.score}`);
  fill("birth", day(claims.birthDay * 86400000));
  fill("exam", day(claims.examDay * 86400000));
  fill("issued", civil(claims.issuedAt));
  const levels = framework ? [...framework.content.querySelectorAll("[data-from]")] : [];
  const reached = levels.find(({ dataset }) => claims.score >= dataset.from && claims.score <= dataset.to);
  if (reached) {
    facts.querySelector('[data-if="level"]').hidden = false;
    fill("level", reached.textContent);
  }
  if (framework) {
    const tables = framework.content.querySelector(".doms").cloneNode(true);
    tables.querySelectorAll("td").forEach((cell, at) => {
      cell.prepend(squares(claims.levels[at], most));
      cell.querySelector("b").textContent = claims.levels[at];
    });
    facts.querySelector('[data-slot="levels"]').replaceChildren(tables);
  } else {
    fill("levels", claims.levels.join(" · "));
  }
  return facts;
}

async function isReachable() {
  try {
    return (await asked("/healthz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

// What the lists that are at hand say; the service is not.
async function byLists(opened, jwks) {
  const { list, index } = opened.claims;
  const answer = await got(`/tsl/${list}`);
  const token = answer ? await answer.text() : "";
  const now = Math.floor(Date.now() / 1000);
  const { state, at } = await stateIn(token, { list, index }, jwks, issuer, url, now);
  const name = { valid: "in-force", revoked: "listed-revoked", suspended: "listed-suspended", unknown: "not-checked" }[state];
  show(name, { asOf: at, facts: factsOf(opened) });
}

async function present(text) {
  form.elements.seal.value = text;
  if (!(await isAble())) {
    if (await isReachable()) return form.submit();
    return show("unable");
  }
  const answer = await got(KEYS);
  if (!answer) return show("no-keys");
  const jwks = await answer.json();
  const opened = await verify(text, jwks);
  if (opened.state !== "good") return show(opened.state);
  show("asking", { sent: true, facts: factsOf(opened) });
  if (await isReachable()) return form.submit();
  await byLists(opened, jwks);
}

// The address loses its secret before anything else happens; the history never keeps it.
function fromAddress() {
  const fragment = location.hash.slice(1);
  if (fragment.length < 40) return;
  history.replaceState(null, "", location.pathname);
  present(fragment).catch(() => show("no-keys"));
}

// --- work without a network -------------------------------------------------------------------

const status = offline.querySelector("[data-desk-status]");

function say(name, slots = {}) {
  const said = offline.querySelector(`[data-desk="${name}"]`).content.cloneNode(true);
  for (const [slot, text] of Object.entries(slots)) said.querySelector(`[data-slot="${slot}"]`).textContent = text;
  status.replaceChildren(said);
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
addEventListener("hashchange", fromAddress);
fromAddress();
