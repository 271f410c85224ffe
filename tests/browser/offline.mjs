// What the page that reads seals answers by itself, when the service can't be reached.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

import { DESK, PHONE, ROOT, press, window } from "./house.mjs";
import { look, show } from "./look.mjs";
import { check, expect } from "./report.mjs";

/** The digits of the seal on a certificate. */
export function sealOf(house, document) {
  const png = path.join(house.folder, "seal");
  execFileSync("pdftoppm", ["-r", "150", "-f", "1", "-l", "1", "-png", "-singlefile", document, png]);
  const text = execFileSync("zbarimg", ["--raw", "-q", `${png}.png`], { encoding: "utf8" });
  return text.trim().split("#")[1];
}

/** docs/seal-format.md §1: 12 bytes are 29 digits. */
const DIGITS = [0, 3, 5, 8, 10, 13, 15, 17, 20, 22, 25, 27, 29];

/** The same seal with the last bit of its signature changed. */
function altered(seal) {
  const whole = Math.floor((seal.length - 1) / 29) * 29;
  const rest = seal.slice(whole);
  expect(DIGITS.includes(rest.length), "not the digits of a seal");
  return seal.slice(0, whole) + (BigInt(rest) ^ 1n).toString().padStart(rest.length, "0");
}

const AWAY = /\/(healthz|readyz|tsl\/|[a-z]{2}\/verify)/;

/** The service is away for this window, but for the page itself. */
async function without(page, what = AWAY) {
  await page.context().route(what, (route) => route.abort());
  return page;
}

async function prepare(page, house) {
  await page.goto(`${house.url}/fr/v`);
  await page.locator("[data-prepare]").click();
  await page.locator("[data-desk-status] .tag.ok").waitFor();
}

async function present(page, house, seal, language = "fr") {
  await page.goto("about:blank");
  await page.goto(`${house.url}/${language}/v#${seal}`);
}

/** The state: in words, with its own icon and colour, spoken of first. */
async function says(page, { words, icon, sign }) {
  await page.locator("#desk h1", { hasText: words }).waitFor();
  const state = await page.evaluate(() => {
    const verdict = document.querySelector("#desk .verdict");
    return {
      words: verdict.querySelector("h1").textContent,
      icon: verdict.querySelector("use").getAttribute("href"),
      sign: verdict.classList[1],
      drawn: verdict.querySelector("svg").getBoundingClientRect().width > 40,
      focused: document.activeElement === verdict,
      title: document.title,
      hash: location.hash,
      live: verdict.closest("[role=status]") !== null,
    };
  });
  expect(state.icon === icon, `icon ${state.icon}`);
  expect(state.sign === sign, `sign ${state.sign}`);
  expect(state.drawn, "the icon is not drawn");
  expect(state.focused && state.live, "the answer is not spoken of");
  expect(state.title.startsWith(state.words), `titled ${state.title}`);
  expect(state.hash === "", "the seal stays in the address");
}

/** How each check went, as its sign. */
const signs = (page) =>
  page.locator("#desk .checks .tag").evaluateAll((all) => all.map((it) => it.classList[1]).join(" "));

/** What Chromium says about requests that were let fail is no fault of the page. */
function faultless(page) {
  page.faults = page.faults.filter((fault) => !/ERR_FAILED|ERR_CONNECTION/.test(fault));
}

const UNKNOWN = { words: "Signature authentique, révocation non vérifiée", icon: "#v-offline", sign: "warn" };

export async function withoutService({ house, chrome, screenshots, issued, revoked }) {
  const folder = path.join(house.folder, "certificates");
  const seal = sealOf(house, path.join(folder, issued.document));
  const lost = sealOf(house, path.join(folder, revoked.document));
  const name = `${issued.first_name ?? ""}`;
  const attempt = (what, go, picture) =>
    check(`without the service: ${what}`, async () => {
      const page = await window(chrome, { language: "fr", size: PHONE, serviceWorkers: "block" });
      try {
        await go(page);
        faultless(page);
        const faults = await look(page, [seal, name]);
        await show(page, picture && screenshots, picture);
        return faults;
      } finally {
        await page.context().close();
      }
    });

  await attempt("no list at hand, so revocation is not checked", async (page) => {
    await without(page);
    await present(page, house, seal);
    await says(page, UNKNOWN);
    expect((await signs(page)) === "ok ok ok none none none", await signs(page));
  }, "offline-fr-phone");
  await check("draws offline what the service draws", async () => {
    const drawn = (page) =>
      page.evaluate(() => {
        const marks = (selector) => document.querySelector(selector)?.innerHTML.replaceAll(/ xmlns="[^"]*"|\n/g, "");
        // The lines of its middle follow a rule here and a file there: the node tests compare them.
        const middle = /(class="heart" d=")[^"]*/;
        const rose = document.querySelector("main .rose");
        const rows = [...document.querySelectorAll("main .levels tr")].map((row) => row.innerText.replaceAll(/\s+/g, " ").trim());
        return { rose: marks("main .rose")?.replace(middle, "$1"), scale: marks("main .scale"), label: rose?.getAttribute("aria-label"), rows, level: document.querySelector(".level b")?.textContent, facts: [...document.querySelectorAll("main dl.facts dd")].map((it) => it.textContent) };
      });
    const plain = (told) => JSON.stringify(told).replaceAll(/ sur 7| out of 7/g, "");
    for (const [language, online] of [["fr", /authentique/i], ["en", /authentic/i]]) {
      const page = await window(chrome, { language, size: DESK, serviceWorkers: "block" });
      await present(page, house, seal, language);
      await page.waitForURL("**/verify");
      expect(online.test(await page.locator("h1").innerText()), "no answer of the service");
      const there = await drawn(page);
      await without(page);
      await present(page, house, seal, language);
      await page.locator("#desk .checks").waitFor();
      const here = await drawn(page);
      expect(there.rose?.length > 3000 && there.rows.length > 16 && there.facts.length === 5, "nothing is drawn");
      for (const part of Object.keys(there)) {
        const [drawn, wanted] = [plain(here[part]), plain(there[part])];
        expect(drawn === wanted, `${language}, ${part}:\n${drawn}\n${wanted}`);
      }
      await page.context().close();
    }
  });
  await attempt("a kept list that is over", async (page) => {
    await prepare(page, house);
    await without(page);
    await page.clock.setFixedTime(Date.now() + 30 * 86400e3);
    await present(page, house, seal);
    await says(page, UNKNOWN);
    expect(/a expiré le/.test(await page.locator("#desk .checks").innerText()), "it is not said when the list ended");
    expect(await page.locator('[data-if="as-of"]').first().isHidden(), "a list that is over dates the answer");
  });
  await attempt("a kept list that is fresh", async (page) => {
    await prepare(page, house);
    await without(page);
    await present(page, house, seal);
    await says(page, { words: "Certificat authentique", icon: "#v-ok", sign: "ok" });
    expect((await signs(page)) === "ok ok ok ok none none", await signs(page));
    expect(await page.locator('#desk [data-slot="as-of"]').isVisible(), "the list's date is not told");
  });
  await attempt("revoked by a kept list", async (page) => {
    await prepare(page, house);
    await without(page);
    await present(page, house, lost);
    await says(page, { words: "Certificat hors vigueur", icon: "#v-revoked", sign: "bad" });
    expect((await signs(page)) === "ok ok ok bad none none", await signs(page));
    const content = page.locator("#desk details.plain");
    expect(!(await content.locator(".rose").isVisible()), "the former content is not folded");
    await content.locator("summary").click();
    expect(await content.locator(".void .rose").isVisible(), "the former content can't be seen");
  });
  await attempt("an altered seal", async (page) => {
    await without(page);
    await present(page, house, altered(seal));
    await says(page, { words: "Certificat non authentique", icon: "#v-altered", sign: "bad" });
    expect((await page.locator("#desk .name, #desk .rose").count()) === 0, "something of an altered seal is shown");
  });
  await attempt("a key that nobody published", async (page) => {
    const vector = readFileSync(path.join(ROOT, "tests/vectors/seal/valid_certificate.txt"), "utf8");
    await without(page);
    await present(page, house, vector.trim().split("#").pop());
    await says(page, { words: "Signataire inconnu", icon: "#v-key", sign: "none" });
    expect((await page.locator("#desk .name, #desk .rose").count()) === 0, "something of a stranger's seal is shown");
  });
  await attempt("no key at hand", async (page) => {
    await without(page, /\/(healthz|tsl\/|[a-z]{2}\/verify|\.well-known)/);
    await present(page, house, seal);
    await says(page, { words: "Vérification impossible sans réseau", icon: "#v-unreadable", sign: "none" });
  });
  await attempt("half a seal", async (page) => {
    await without(page);
    await present(page, house, seal.slice(0, 60));
    await says(page, { words: "Lecture impossible", icon: "#v-unreadable", sign: "none" });
  });
  await check("asks again, and answers as soon as the service is back", async () => {
    const page = await window(chrome, { language: "fr", serviceWorkers: "block" });
    await without(page);
    await present(page, house, seal);
    await says(page, UNKNOWN);
    await page.locator("#desk [data-ask]").click();
    await page.locator("[data-still]").waitFor();
    await page.context().unroute(AWAY);
    await press(page, page.locator("#desk [data-ask]"));
    expect((await page.locator(".verdict.ok h1").count()) === 1, await page.locator("h1").innerText());
    await page.context().close();
  });
}
