// The page that reads seals. The signature is verified here before anything is sent; then the service
// is asked whether the certificate is still in force. If it can't be reached, the signed lists that
// were kept for work without a network answer, with their date, or the page says that nobody knows.

import { rose, scale } from "./figure.js";
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

const template = (name, value = "") => document.querySelector(`[data-${name}="${CSS.escape(value)}"]`);
const copy = (...name) => template(...name).content.cloneNode(true);
const said = (id) => template("texts").content.querySelector(`[data-t="${id}"]`).textContent;

function time(within, name, moment) {
  const slot = within.querySelector(`[data-slot="${name}"]`);
  slot.textContent = instant(moment);
  slot.dateTime = new Date(moment).toISOString();
}

// The answer, state first. `at` is the moment that a list tells about, `date` the one that matters of a
// list, in seconds.
function show(name, { opened, at, date } = {}) {
  const { checks, count, shows } = template("answer", name).dataset;
  const answer = copy("answer", name);
  time(answer, "now", Date.now());
  if (at) {
    answer.querySelector('[data-if="as-of"]').hidden = false;
    time(answer, "as-of", at * 1000);
  }
  answer.querySelector("[data-send]")?.addEventListener("click", askAgain);
  const content = opened && shows ? [factsOf(opened, shows === "former")] : [];
  if (checks) content.push(checksOf(checks, count, date));
  desk.querySelector("[data-verdict]").replaceChildren(answer);
  desk.querySelector("[data-content]").replaceChildren(...content);
  document.querySelector("main > .head")?.remove();
  document.querySelector("[data-another]").hidden = false;
  const verdict = desk.querySelector(".verdict");
  document.title = `${verdict.querySelector("h1").textContent} · Sceau`;
  scrollTo(0, 0);
  // While the service is asked another page is on its way.
  if (name !== "asking") verdict.focus({ preventScroll: true });
}

async function askAgain({ target }) {
  const still = target.parentElement.querySelector("[data-still]");
  still.hidden = true;
  if (await isReachable()) return form.submit();
  still.hidden = false;
}

function checksOf(told, count, date) {
  const checked = copy("checked");
  checked.querySelector('[data-slot="count"]').textContent = count;
  const words = told.split(" ");
  for (let at = 0; at < words.length; at += 3) {
    const [name, sign, reason] = words.slice(at, at + 3);
    const line = copy("check").firstElementChild;
    line.open = sign !== "ok";
    line.querySelector(".what").textContent = said(name);
    line.querySelector(".tag").classList.add(sign);
    line.querySelector("use").setAttribute("href", `#${sign}`);
    line.querySelector(".tag").append(said(sign));
    line.querySelector("p").textContent = said(reason).replace("[date]", date ? civil(date) : "");
    checked.querySelector(".checks").append(line);
  }
  return checked;
}

const space = "http://www.w3.org/2000/svg";

function draw(svg, shapes) {
  for (const [name, marks, text] of shapes) {
    const shape = document.createElementNS(space, name);
    for (const [mark, value] of Object.entries(marks)) shape.setAttribute(mark, value);
    if (text !== undefined) shape.textContent = text;
    svg.append(shape);
  }
}

function squares(level, most) {
  const row = document.createElementNS(space, "svg");
  for (const [name, value] of [["class", "lvl"], ["viewBox", `0 0 ${most * 11 - 2} 10`], ["aria-hidden", "true"]]) row.setAttribute(name, value);
  const square = (at) => ["path", { ...(at >= level && { class: "off" }), d: `M${at * 11} 0h9v10h-9z` }];
  draw(row, Array.from({ length: most }, (_, at) => square(at)));
  return row;
}

// The levels drawn and as tables, if the page knows what was measured.
function drawLevels(facts, claims, framework) {
  const most = Number(framework.dataset.max);
  const tables = framework.content.querySelector(".doms").cloneNode(true);
  tables.querySelectorAll("td").forEach((cell, at) => {
    cell.prepend(squares(claims.levels[at], most));
    cell.querySelector("b").textContent = claims.levels[at];
  });
  facts.querySelector('[data-slot="levels"]').replaceChildren(tables);
  const domains = [...tables.querySelectorAll("table")].map((table) => ({
    code: table.dataset.code,
    competences: [...table.querySelectorAll(".n")].map((code) => code.textContent),
  }));
  const codes = domains.flatMap(({ competences }) => competences);
  const figure = facts.querySelector(".rose");
  const { heart, label } = figure.dataset;
  const spoken = label.replace("[first]", codes.at(0)).replace("[last]", codes.at(-1)).replace("[levels]", claims.levels.join(", "));
  figure.setAttribute("aria-label", spoken);
  draw(figure, rose(domains, most, claims.levels, heart));
  const globals = [...framework.content.querySelectorAll("[data-from]")];
  const bounds = globals.map(({ dataset }) => Number(dataset.from));
  draw(facts.querySelector(".scale"), scale(bounds, Number(framework.dataset.of), claims.score));
  const reached = globals.find(({ dataset }) => claims.score >= dataset.from && claims.score <= dataset.to);
  if (!reached) return;
  facts.querySelector('[data-if="level"]').hidden = false;
  facts.querySelector('[data-slot="level"]').textContent = reached.textContent;
}

// What is no longer in force stands grey and folded behind the name.
function fold(facts, former) {
  const [name, details] = facts.querySelectorAll("[data-former]");
  if (!former) {
    name.remove();
    details.remove();
    return;
  }
  const told = facts.querySelector("[data-told]");
  told.classList.add("void");
  name.replaceWith(told.querySelector(".name"));
  const levels = facts.querySelector("[data-levels]");
  told.append(levels.querySelector("[data-slot]"));
  levels.remove();
  details.append(told);
}

// What the seal says, in the words of the page.
function factsOf({ claims, key }, former) {
  const facts = copy("facts");
  const fill = (slot, text) => (facts.querySelector(`[data-slot="${slot}"]`).textContent = text);
  const framework = template("framework", `${claims.framework} ${claims.frameworkVersion}`);
  facts.querySelector('[data-if="specimen"]').hidden = !key.specimen;
  fill("name", `${claims.firstName} ${claims.lastName}`);
  fill("score", claims.score);
  fill("birth", day(claims.birthDay * 86400000));
  fill("exam", day(claims.examDay * 86400000));
  fill("issued", civil(claims.issuedAt));
  if (framework) {
    fill("of", `/ ${framework.dataset.of}`);
    drawLevels(facts, claims, framework);
  } else {
    facts.querySelector("figure").remove();
    facts.querySelector(".scale").remove();
    fill("levels", claims.levels.join(" · "));
  }
  fold(facts, former);
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
  const { state, at, until } = await stateIn(token, { list, index }, jwks, issuer, url, now);
  const unknown = until ? "list-over" : "not-checked";
  const name = { valid: "in-force", revoked: "listed-revoked", suspended: "listed-suspended", unknown }[state];
  show(name, { opened, at, date: at ?? until });
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
  show("asking", { opened });
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
addEventListener("hashchange", fromAddress);
fromAddress();
