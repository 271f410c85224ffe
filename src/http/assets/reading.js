// Reads a seal. The signature is verified here before anything is sent; then the service is asked
// whether the certificate is still in force. If it can't be reached, the signed lists that were kept
// for work without a network answer, with their date, or the page says that nobody knows.

import { rose, scale } from "./figure.js";
import { KEYS, asked, civil, copy, day, got, instant, template } from "./kept.js";
import { stateIn } from "./lists.js";
import { isAble, verify } from "./seal.js";

const desk = document.getElementById("desk");
const form = document.getElementById("send");
const { issuer, url } = desk.dataset;

function time(within, name, moment) {
  const slot = within.querySelector(`[data-slot="${name}"]`);
  slot.textContent = instant(moment);
  slot.dateTime = new Date(moment).toISOString();
}

// The answer, state first. `at` is the moment that a list tells about, `date` the one that matters of a
// list, in seconds.
function show(name, { opened, at, date } = {}) {
  const said = template("answers").content.querySelector(`[data-answer="${name}"]`);
  const { sign, icon, ask, checks, count, shows } = said.dataset;
  const answer = copy("state");
  const verdict = answer.querySelector(".verdict");
  verdict.classList.add(sign);
  verdict.querySelector("use").setAttribute("href", `#${icon}`);
  verdict.querySelector("h1").textContent = said.querySelector("b").textContent;
  verdict.querySelector(".lead").textContent = said.querySelector("i").textContent;
  time(answer, "now", Date.now());
  if (at) {
    answer.querySelector('[data-if="as-of"]').hidden = false;
    time(answer, "as-of", at * 1000);
  }
  for (const button of answer.querySelectorAll("[data-ask]")) {
    if (button.dataset.ask === ask) button.addEventListener("click", askAgain);
    else button.remove();
  }
  const content = opened && shows ? [factsOf(opened, shows === "former")] : [];
  if (checks) content.push(checksOf(checks, count, date));
  desk.querySelector("[data-verdict]").replaceChildren(answer);
  desk.querySelector("[data-content]").replaceChildren(...content);
  for (const form of document.querySelectorAll("main > .head, main > .duo")) form.remove();
  document.querySelector("main").classList.add("answered");
  desk.toggleAttribute("data-asking", name === "asking");
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

// `told`: the places of a check's name and reason among the texts, and its sign between them.
function checksOf(told, count, date) {
  const checked = copy("checked");
  checked.querySelector('[data-slot="count"]').textContent = count;
  const texts = template("texts").content.children;
  const outcomes = template("outcomes").content;
  const words = told.split(" ");
  for (let at = 0; at < words.length; at += 3) {
    const [name, sign, reason] = words.slice(at, at + 3);
    const line = copy("check").firstElementChild;
    line.open = sign !== "ok";
    line.querySelector(".what").textContent = texts[name].textContent;
    line.querySelector(".tag").classList.add(sign);
    line.querySelector("use").setAttribute("href", `#${sign}`);
    line.querySelector(".tag").append(outcomes.querySelector(`.${sign}`).textContent);
    line.querySelector("p").textContent = texts[reason].textContent.replace("[date]", date ? civil(date) : "");
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
  for (const caption of tables.querySelectorAll("caption")) caption.after(copy("head"));
  facts.querySelector('[data-slot="levels"]').replaceChildren(tables);
  const domains = [...tables.querySelectorAll("table")].map((table) => ({
    code: table.dataset.code,
    competences: [...table.querySelectorAll(".n")].map((code) => code.textContent),
  }));
  const codes = domains.flatMap(({ competences }) => competences);
  const figure = facts.querySelector(".rose");
  const { label } = figure.dataset;
  const spoken = label.replace("[first]", codes.at(0)).replace("[last]", codes.at(-1)).replace("[levels]", claims.levels.join(", "));
  figure.setAttribute("aria-label", spoken);
  draw(figure, rose(domains, most, claims.levels));
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
    fill("framework", framework.dataset.name);
    facts.querySelector('[data-if="framework"]').hidden = false;
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

// The answer to a seal's text.
export async function present(text) {
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
  show("asking");
  if (await isReachable()) return form.submit();
  await byLists(opened, jwks);
}
