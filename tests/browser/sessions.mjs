// An issuer makes a centre and a session, brings its list in order, changes it, and prints its papers.

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { DESK, PHONE, ROOT, press, window } from "./house.mjs";
import { look } from "./look.mjs";
import { check, expect } from "./report.mjs";
import { account, signIn } from "./sign_in.mjs";

const SAID = {
  fr: { sheet: "Feuille d’émargement", letter: "Convocation", report: "Rapport d’incident", specimen: "SPÉCIMEN" },
  en: { sheet: "Attendance sheet", letter: "Convocation", report: "ncident report", specimen: "SPECIMEN" },
};

/** The example's list, and lists that somebody made mistakes in. */
function lists(folder) {
  const good = readFileSync(path.join(ROOT, "examples/candidates.csv"), "utf8");
  const lines = good.trimEnd().split("\n");
  const files = {
    good,
    // A day that is none, a sex that is none, and the first person twice.
    wrong: `${good.replace("14/03/2007", "31/02/2007").replace(";M;", ";X;").trimEnd()}\n${lines[2]}\n${lines[2]}\n`,
    // The last one is gone, a birth date is another one, somebody is new.
    corrected: `${lines.slice(0, -1).join("\n").replace("14/03/2007", "15/03/2007")}\n${lines[2].replace("Lefèvre", "Zazou").replace("Noé", "Ada")}\n`,
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const file = path.join(folder, `${name}.csv`);
      writeFileSync(file, text);
      return [name, file];
    }),
  );
}

/** Tab, until the focus is where it is wanted. */
async function tabTo(page, selector) {
  for (let turn = 0; turn < 60; turn += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}

const value = (page, selector) => page.locator(selector).inputValue();

async function upload(page, file) {
  await page.locator("#file").setInputFiles(file);
  await press(page, page.locator("form:has(#file) button"));
}

/** A file as the browser keeps it: its bytes, and what pdfinfo and pdftotext say. */
async function pdf(page, link) {
  const started = page.waitForEvent("download");
  await link.click();
  const download = await started;
  const file = await download.path();
  const told = (program, ...more) => spawnSync(program, [...more, file], { encoding: "utf8" }).stdout;
  const text = spawnSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).stdout;
  return {
    name: download.suggestedFilename(),
    starts: readFileSync(file).subarray(0, 5).toString(),
    pages: Number(told("pdfinfo").match(/Pages:\s+(\d+)/)?.[1]),
    text,
  };
}

export async function go({ house, chrome }) {
  const files = lists(house.folder);
  const people = {
    fr: account(house, "marin", "Marin Le Goff", "issuer"),
    en: account(house, "solveig", "Solveig Mbarga", "issuer,auditor"),
  };
  await house.serve();
  for (const [language, size] of [["fr", DESK], ["en", PHONE]]) {
    const page = await window(chrome, { language, size });
    const at = (rest) => `${house.url}/${language}/console/sessions${rest}`;
    await check(`signs in (${language})`, () => signIn(page, house, people[language], language));
    await check(`adds a centre (${language})`, () => centre(page, at, language));
    await check(`makes a session with the keyboard alone (${language})`, () => byKeyboard(page, at, language));
    const session = page.url().split("?")[0];
    await check(`looks at specimens before there is a list (${language})`, () => specimens(page, session, language));
    await check(`a list with mistakes is told line by line and stores nothing (${language})`, async () => {
      await page.goto(session);
      await upload(page, files.wrong);
      expect((await page.locator(".errors").count()) === 1, "nothing is told");
      const rows = await page.locator("#problems tbody tr").allInnerTexts();
      expect(rows.some((row) => row.includes("31/02/2007")), "the wrong day is not named");
      expect(rows.length === 3, `${rows.length} problems`);
      const faults = await look(page, ["Moreau", "Lefèvre"]);
      await page.goto(session);
      expect((await page.locator("#candidates").count()) === 0, "something was stored");
      return faults;
    });
    await check(`the list is stored (${language})`, async () => {
      await upload(page, files.good);
      expect((await page.locator("#candidates").innerText()).includes("42"), "not 42 candidates");
      return look(page, ["Moreau", "Lefèvre"]);
    });
    await check(`a corrected list is compared, then applied (${language})`, async () => {
      await upload(page, files.corrected);
      const counts = await page.locator("dl.counts dd").allInnerTexts();
      expect(counts.join(" ") === "1 1 1 40", counts.join(" "));
      const faults = await look(page, ["Moreau", "Zazou"]);
      await press(page, page.locator("button.main"));
      expect((await page.locator("[role=status]").count()) === 1, "nothing says that it is done");
      return [...faults, ...(await look(page))];
    });
    await check(`of two who change the session the second is shown the first (${language})`, () => twice(page, session));
    await check(`adds, changes and takes out a candidate (${language})`, () => oneByOne(page, session));
    await check(`prints every paper (${language})`, () => papers(page, session, language));
    await check(`templates are offered (${language})`, async () => {
      await page.goto(session);
      for (const form of ["ods", "csv"]) {
        const started = page.waitForEvent("download");
        await page.locator(`a[href$='.${form}']`).click();
        expect((await started).suggestedFilename().endsWith(`.${form}`), form);
      }
    });
    await check(`cancels the session, takes it up again, deletes it (${language})`, () => ends(page, session));
    await page.context().close();
  }
}

async function centre(page, at, language) {
  await page.goto(at("/centres"));
  await page.locator("#address").fill("12 rue du Phare");
  await press(page, page.locator("form:has(#address) button.main"));
  expect((await page.locator("#name").getAttribute("aria-invalid")) === "true", "a centre without name");
  expect((await value(page, "#address")) === "12 rue du Phare", "what was typed is lost");
  const faults = await look(page);
  await page.locator("#name").fill(`Lycée des Dunes (${language})`);
  await press(page, page.locator("form:has(#address) button.main"));
  const link = page.locator("tbody a", { hasText: `(${language})` });
  faults.push(...(await look(page)));
  await press(page, link);
  await page.locator("#address").fill("14 rue du Phare\n29100 Douarnenez");
  faults.push(...(await look(page)));
  await press(page, page.locator("button.main"));
  expect((await page.locator("tbody").innerText()).includes("14 rue du Phare"), "the address is not changed");
  return faults;
}

async function byKeyboard(page, at, language) {
  await page.goto(at("/new"));
  const faults = await look(page);
  await tabTo(page, "#number");
  await page.keyboard.type(`S-${language}`);
  await tabTo(page, "#centre");
  await page.keyboard.type("Ly");
  // A day whose digits mean the same whichever comes first.
  await tabTo(page, "#date");
  await page.keyboard.type("06062027");
  await tabTo(page, "#time");
  await page.keyboard.type("0930A");
  await tabTo(page, "#notes");
  await page.keyboard.type("Bring a pen.");
  await tabTo(page, "form button.main");
  let arrived = page.waitForNavigation();
  await page.keyboard.press("Enter");
  await arrived;
  expect((await page.locator("#rooms").getAttribute("aria-invalid")) === "true", "a session without room");
  for (const [field, typed] of [["#number", `S-${language}`], ["#date", "2027-06-06"], ["#time", "09:30"], ["#notes", "Bring a pen."]]) {
    expect((await value(page, field)) === typed, `${field}: ${await value(page, field)}`);
  }
  faults.push(...(await look(page)));
  await tabTo(page, "a[href='#rooms']");
  await page.keyboard.press("Enter");
  await tabTo(page, "#rooms");
  await page.keyboard.type("Salle 101 = 24: Ana Beltrán\nCDI");
  await tabTo(page, "form button.main");
  arrived = page.waitForNavigation();
  await page.keyboard.press("Enter");
  await arrived;
  expect((await page.locator("h1").innerText()).includes(`S-${language}`), page.url());
  faults.push(...(await look(page)));
  return faults;
}

async function specimens(page, session, language) {
  const links = await page.locator("a[href*='/specimens/']").evaluateAll((all) => all.map((link) => link.href));
  expect(links.length === 2, `${links.length} specimens`);
  for (const link of links) {
    const answer = await page.request.get(link);
    expect(answer.ok() && answer.headers()["content-disposition"].startsWith("inline"), link);
    // The mark stands aslant: its letters are lines of their own, in the order they are drawn.
    const told = spawnSync("pdftotext", ["-raw", "-", "-"], { input: await answer.body(), encoding: "utf8" });
    expect(told.stdout.replace(/\s/g, "").includes(SAID[language].specimen), `${link} is not marked`);
  }
}

/** Two windows have the form open; the later one is told, keeps what was typed, and sends it again. */
async function twice(page, session) {
  const other = await page.context().newPage();
  await page.goto(`${session}/edit`);
  await other.goto(`${session}/edit`);
  await other.locator("#minutes").fill("105");
  await press(other, other.locator("button.main"));
  await other.close();
  await page.locator("#time").fill("14:15");
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
  await press(page, page.locator("button.main"));
  expect((await answered).status() === 409, `status ${(await answered).status()}`);
  expect((await value(page, "#time")) === "14:15", "what was typed is lost");
  expect((await page.locator("#minutes-n").innerText()).includes("105"), "what the other stored is not shown");
  const faults = await look(page);
  await page.locator("#minutes").fill("105");
  await press(page, page.locator("button.main"));
  expect((await page.locator("dl.facts").first().innerText()).includes("14:15"), "the time is not changed");
  return faults;
}

async function oneByOne(page, session) {
  await page.goto(`${session}/candidates/new`);
  const faults = await look(page);
  await page.locator("#last_name").fill("Aalto");
  await page.locator("#country").fill("France");
  await page.locator("#insee").fill("99");
  await press(page, page.locator("button.main"));
  for (const field of ["#first_name", "#birth_date", "#insee"]) {
    expect((await page.locator(field).getAttribute("aria-invalid")) === "true", `${field} is taken`);
  }
  expect((await value(page, "#last_name")) === "Aalto", "what was typed is lost");
  faults.push(...(await look(page, ["Aalto"])));
  await page.locator("#first_name").fill("Aino");
  await page.locator("#birth_date").fill("2008-02-11");
  await page.locator("input[name=sex]").first().check();
  await page.locator("#insee").fill("29232");
  await press(page, page.locator("button.main"));
  const link = page.locator("tbody a", { hasText: "Aalto" });
  await press(page, link);
  faults.push(...(await look(page, ["Aalto"])));
  await page.locator("#extra_time").fill("33 %");
  await press(page, page.locator("button.main"));
  await press(page, page.locator("tbody a", { hasText: "Aalto" }));
  expect((await value(page, "#extra_time")) === "33%", "the extra time is not stored");
  await press(page, page.locator("a[href$='/remove']"));
  faults.push(...(await look(page, ["Aalto"])));
  await press(page, page.locator("button.danger"));
  expect((await page.locator("tbody a", { hasText: "Aalto" }).count()) === 0, "the candidate is still there");
  await page.goto(`${session}/candidates`);
  faults.push(...(await look(page)));
  return faults;
}

async function papers(page, session, language) {
  await page.goto(session);
  const wanted = [
    ["attendance", 3, SAID[language].sheet],
    ["convocations", 42, SAID[language].letter],
    ["incidents", 4, SAID[language].report],
  ];
  for (const [name, pages, words] of wanted) {
    const seen = await pdf(page, page.locator(`a[href$='/papers/${name}.pdf']`));
    expect(seen.starts === "%PDF-" && seen.name === `${name}.pdf`, `${name}: ${seen.starts}`);
    expect(seen.pages >= pages, `${name}: ${seen.pages} pages`);
    expect(seen.text.includes(words), `${name} does not say ${words}`);
  }
  const started = page.waitForEvent("download");
  await page.locator("a[href$='/convocations.zip']").click();
  expect((await started).suggestedFilename() === "convocations.zip", "no archive");
}

async function ends(page, session) {
  await page.goto(`${session}/end`);
  await page.locator("#number").fill("another");
  await press(page, page.locator("button.danger"));
  expect((await page.locator("#number").getAttribute("aria-invalid")) === "true", "another number is taken");
  const faults = await look(page);
  const number = await page.locator("dl.facts dd").first().innerText();
  await page.locator("#number").fill(number);
  await press(page, page.locator("button.danger"));
  faults.push(...(await look(page)));
  expect((await page.locator("a[href$='.pdf']").count()) === 0, "a cancelled session is printed");
  const list = session.replace(/\/[^/]+$/, "");
  await page.goto(list);
  faults.push(...(await look(page)));
  await page.goto(session);
  await press(page, page.locator("form[action$='/resume'] button"));
  expect((await page.locator("a[href$='/papers/attendance.pdf']").count()) === 1, "it is not taken up again");
  await page.goto(`${session}/end`);
  await page.locator("input[value=remove]").check();
  await page.locator("#number").fill(number);
  await press(page, page.locator("button.danger"));
  expect((await page.goto(session)).status() === 404, "the session is still there");
  return faults;
}
