// People of the house: results issued by two persons, certificates put out of force and corrected,
// holders and the public answered, the house watched, stopped and opened to others.

import { readFileSync } from "node:fs";
import path from "node:path";

import { files, isSignedDocument } from "./archive.mjs";
import { DESK, PHONE, ROOT, press, window } from "./house.mjs";
import { announced, keyTo, tabTo } from "./keyboard.mjs";
import { choose } from "./keys.mjs";
import { look, show } from "./look.mjs";
import { answering, inviting, watching } from "./operator_house.mjs";
import { check, expect } from "./report.mjs";
import { account, signIn } from "./sign_in.mjs";

const PAGES = ["/console", "/console/keys", "/console/audit", "/console/health", "/console/accounts",
  "/console/accounts/new", "/account", "/console/batches", "/console/batches/new", "/console/certificates",
  "/console/sessions", "/console/sessions/new", "/console/sessions/import", "/console/corrections",
  "/console/reports", "/console/health/freeze"];

// Nothing listens there: letters are written, and wait.
export const sections = `
[batches]
approvals = "two-people"

[mail]
host = "127.0.0.1"
port = 9
tls = "none"
from = "Institut <certificats@sceau.example>"
`;

const SESSION = path.join(ROOT, "examples/session.csv");

export async function go({ house, chrome, screenshots }) {
  const marin = account(house, "marin", "Marin Le Goff", "issuer");
  const keeper = account(house, "solveig", "Solveig Mbarga", "issuer,revoker,auditor,administrator");
  const boss = account(house, "gwen", "Gwen Le Gall", "administrator");
  await house.serve();
  await everyPage(house, chrome, keeper);
  const page = await window(chrome, { language: "fr" });
  const other = await window(chrome, { language: "fr" });
  const run = { house, chrome, page, other, screenshots };
  await issuing(run, marin, keeper);
  // What follows needs what was issued.
  if (!run.list) return;
  await acts(run);
  await answering(run);
  await watching(run);
  await inviting(run, boss);
  await page.context().close();
  await other.context().close();
}

/** Each page as it is at the beginning, in both languages. */
async function everyPage(house, chrome, keeper) {
  for (const [language, size] of [["fr", DESK], ["en", PHONE]]) {
    await check(`wrong password (${language})`, async () => {
      const page = await window(chrome, { language, size });
      await page.goto(`${house.url}/${language}/sign-in`);
      await page.locator("#login").fill("nobody");
      await page.locator("#password").fill("wrong");
      await page.locator("#code").fill("123456");
      await press(page, page.locator("form:has(#password) button.main"));
      expect((await page.locator(".errors").count()) === 1, "no error is told");
      expect((await page.locator("#login").inputValue()) === "nobody", "what was typed is lost");
      return look(page, ["nobody", "wrong"]);
    });
    const page = await window(chrome, { language, size });
    await check(`signs in (${language})`, () => signIn(page, house, keeper, language));
    for (const path of PAGES) {
      await check(`/${language}${path}`, async () => {
        const answer = await page.goto(`${house.url}/${language}${path}`);
        expect(answer.status() === 200, `status ${answer.status()}`);
        return look(page);
      });
    }
    await check(`signs out (${language})`, async () => {
      await page.locator(".who form[action$='/sign-out'] button").click();
      await page.goto(`${house.url}/${language}/console`);
      expect(page.url().includes("/sign-in"), page.url());
    });
    await page.context().close();
  }
}

/** The example session, with the address of its first candidate. */
function withAddress() {
  const [header, first, ...others] = readFileSync(SESSION, "utf8").trimEnd().split(/\r?\n/);
  const rows = [`${header};E-mail du candidat`, `${first};camille@sceau.example`, ...others.map((row) => `${row};`)];
  return { name: "session.csv", mimeType: "text/csv", buffer: Buffer.from(`${rows.join("\n")}\n`) };
}

/** One uploads, another approves, with the keyboard alone; both see it issued. */
async function issuing(run, marin, keeper) {
  const { house, chrome, page, other, screenshots } = run;
  await check("uploads results with the keyboard and may not approve them", async () => {
    await signIn(page, house, marin, "fr");
    await page.goto(`${house.url}/fr/console/batches/new`);
    const notes = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("bonjour") };
    await choose(page, () => tabTo(page, "#file"), "Space", notes);
    await tabTo(page, "form:has(#file) button.main");
    await keyTo(page, "Enter");
    await announced(page, "file");
    const faults = await look(page);
    await choose(page, () => tabTo(page, "#file"), "Space", withAddress());
    await tabTo(page, "form:has(#file) button.main");
    await keyTo(page, "Enter");
    await page.locator("dl.counts").waitFor();
    run.place = new URL(page.url()).pathname;
    expect((await page.locator("#count").count()) === 0, "whoever uploaded may approve");
    faults.push(...(await look(page)));
    await show(page, screenshots, "operator-report");
    return faults;
  });
  if (!run.place) return;
  await check("approves as a second person, with the keyboard", async () => {
    await signIn(other, house, keeper, "fr");
    await other.goto(house.url + run.place);
    const due = (await other.locator("dl.counts dd").first().innerText()).match(/\d+/)[0];
    const tick = async () => {
      if ((await other.locator("#read").count()) === 0 || (await other.locator("#read").isChecked())) return;
      await tabTo(other, "#read");
      await other.keyboard.press("Space");
    };
    await tick();
    await tabTo(other, "#count");
    await other.keyboard.type("1");
    await tabTo(other, "form:has(#count) button.main");
    await keyTo(other, "Enter");
    await announced(other, "count");
    expect((await other.locator("#count").inputValue()) === "1", "what was typed is lost");
    const faults = await look(other);
    await tick();
    await tabTo(other, "#count");
    await other.keyboard.press("ControlOrMeta+a");
    await other.keyboard.type(due);
    await tabTo(other, "form:has(#count) button.main");
    await keyTo(other, "Enter");
    faults.push(...(await look(other)));
    return faults;
  });
  await check("sees how far it is without script, too", async () => {
    const context = await chrome.newContext({ storageState: await other.context().storageState(), javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(house.url + run.place);
    expect((await plain.locator(".course li").count()) === 4, "not every step is shown");
    await plain.locator(`a.btn[href$='${run.place}']`).first().click();
    expect((await plain.locator(".course li").count()) === 4, "refreshing does not show it anew");
    await context.close();
  });
  await check("follows the batch to its end and takes the signed documents", async () => {
    // The page follows by itself: nobody presses anything.
    await other.locator("a[href$='/documents.zip']").waitFor({ timeout: 240000 });
    const faults = await look(other);
    expect(/1 en attente|une en attente/.test(await other.locator(".course").innerText()), "no letter is told");
    const download = other.waitForEvent("download");
    await other.locator("a[href$='/documents.zip']").click();
    const held = files(await (await download).path());
    const documents = held.filter(({ name }) => name.endsWith(".pdf"));
    const due = Number((await other.locator("dl.counts dd").first().innerText()).match(/\d+/)[0]);
    expect(documents.length === due && due > 10, `${documents.length} documents of ${due}`);
    for (const { name, bytes } of documents) expect(isSignedDocument(bytes), `${name} is not signed`);
    const list = other.waitForEvent("download");
    await other.locator("a[href$='/issued.csv']").click();
    run.list = readFileSync(await (await list).path(), "utf8");
    await show(other, screenshots, "operator-done");
    return faults;
  });
}

/** Finds a certificate by the person; the address of its page. */
async function find(run, lastName, firstName, birthDate) {
  const { house, other } = run;
  await other.goto(`${house.url}/fr/console/certificates`);
  await other.locator("#last-name").fill(lastName);
  await other.locator("#first-name").fill(firstName);
  await other.locator("#birth-date").fill(birthDate);
  await press(other, other.locator("form:has(#last-name) button.main"));
  // A single one is shown at once.
  const place = new URL(other.url()).pathname;
  if (/certificates\/[0-9a-f-]{36}$/.test(place)) return house.url + place;
  const hit = other.locator("#found a[href*='/console/certificates/']").first();
  expect((await hit.count()) === 1, `${lastName} is not found: ${(await other.locator("main").innerText()).slice(0, 200)}`);
  return house.url + (await hit.getAttribute("href"));
}

/** The whole code of a certificate, asked for on record. */
async function codeOf(run, place) {
  await run.other.goto(place);
  await press(run.other, run.other.locator("form[action$='/code'] button"));
  return (await run.other.locator("dd .code").first().innerText()).trim();
}

/** What the public is told of a code. */
async function publicVerdict(run, typed) {
  const page = await window(run.chrome, { language: "fr" });
  await page.goto(`${run.house.url}/fr`);
  await page.locator("#code").fill(typed);
  await page.locator("form:has(#code) button.main").first().click();
  await page.locator(".verdict").first().waitFor();
  const said = await page.locator(".verdict").first().innerText();
  await page.context().close();
  return said;
}

/** Does an act that takes nothing but a reason and the end of the code. */
async function act(run, place, name, typed) {
  const { other } = run;
  await other.goto(`${place}/${name}`);
  const faults = await look(other, [typed]);
  const before = await other.locator(".frame").innerText();
  await other.locator("#last-two").fill(typed.slice(-2));
  await press(other, other.locator("form.rev .acts button"));
  faults.push(...(await look(other, [typed])));
  expect((await other.locator("#last-two").count()) === 0, `${name} was not done`);
  return { before, faults };
}

async function acts(run) {
  const { house, other, screenshots } = run;
  await check("searches, suspends and reinstates, with what the public will see", async () => {
    const place = await find(run, "Moreau", "Camille", "2007-03-14");
    const faults = await look(other, ["Moreau"]);
    run.first = { place, code: await codeOf(run, place) };
    const { code: typed } = run.first;
    await other.goto(`${place}/suspend`);
    const told = await other.locator("main").innerText();
    expect(told.includes("Une lettre le dira au titulaire"), "nobody says that the holder is told");
    const suspended = await act(run, place, "suspend", typed);
    expect(suspended.before.includes("Certificat suspendu"), suspended.before);
    expect((await publicVerdict(run, typed)).includes("Certificat suspendu"), "the public is not told");
    const reinstated = await act(run, place, "reinstate", typed);
    expect((await publicVerdict(run, typed)).includes("Certificat authentique"), "it does not count again");
    return [...faults, ...suspended.faults, ...reinstated.faults];
  });
  await check("replaces a certificate by a corrected one", async () => {
    const place = await find(run, "Lefèvre", "Noé", "2006-11-02");
    const typed = await codeOf(run, place);
    await other.goto(`${place}/supersede`);
    const faults = await look(other);
    await other.locator("#birth-date").fill("");
    await press(other, other.locator("form.rev button.main"));
    faults.push(...(await look(other)));
    expect((await other.locator("#birth-date").getAttribute("aria-invalid")) === "true", "a birth date may lack");
    await other.locator("#birth-date").fill("2006-11-02");
    await other.locator("#last-name").fill("Lefèvre-Adam");
    await press(other, other.locator("form.rev button.main"));
    faults.push(...(await look(other)));
    expect((await other.locator("ins").first().innerText()) === "Lefèvre-Adam", "the change is not shown");
    await other.locator("#last-two").fill(typed.slice(-2));
    await press(other, other.locator("form.rev button.danger"));
    faults.push(...(await look(other)));
    expect(!other.url().startsWith(place), "the corrected certificate is not shown");
    const said = await publicVerdict(run, typed);
    expect(said.includes("Certificat remplacé") && !said.includes("Adam"), said);
    return faults;
  });
  await check("revokes a certificate with the keyboard", async () => {
    const { place, code: typed } = run.first;
    await other.goto(`${place}/revoke`);
    await tabTo(other, "input[name=reason]");
    await other.keyboard.press("ArrowDown");
    await tabTo(other, "button[name=preview]");
    await keyTo(other, "Enter");
    expect((await other.locator("input[name=reason]").nth(1).isChecked()), "the reason is lost");
    await other.locator(".frame").scrollIntoViewIfNeeded();
    await show(other, screenshots, "operator-revoke");
    await tabTo(other, "#note");
    await other.keyboard.type("Décision du 21 novembre");
    await tabTo(other, "#last-two");
    await other.keyboard.type("??");
    await tabTo(other, "button.danger");
    await keyTo(other, "Enter");
    await announced(other, "last-two");
    expect((await other.locator("#note").inputValue()) === "Décision du 21 novembre", "the note is lost");
    const faults = await look(other, [typed]);
    await tabTo(other, "#last-two");
    await other.keyboard.press("ControlOrMeta+a");
    await other.keyboard.type(typed.slice(-2));
    await tabTo(other, "button.danger");
    await keyTo(other, "Enter");
    faults.push(...(await look(other, [typed])));
    expect((await publicVerdict(run, typed)).includes("Certificat révoqué"), "the public is not told");
    await other.goto(`${house.url}/fr/console/certificates`);
    return faults;
  });
}
