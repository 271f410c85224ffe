// Somebody opens the private link that came by mail, and does all that can be done there.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { DESK, PHONE, ROOT, press, table, window } from "./house.mjs";
import { enter, reach, type } from "./keys.mjs";
import { look, show } from "./look.mjs";
import { check, expect } from "./report.mjs";
import { account, signIn } from "./sign_in.mjs";

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const SESSION = path.join(ROOT, "examples/session.csv");

/** The example session's rows by certification number, each a list of cells. */
function rows() {
  const [header, ...lines] = readFileSync(SESSION, "utf8").trim().split(/\r?\n/);
  return { header, lines: lines.map((line) => line.split(";")) };
}

/** A results file with one row of the example, changed. */
function changed(house, name, place, change) {
  const { header, lines } = rows();
  const columns = header.replace(/^\uFEFF/, "").split(";");
  const cells = [...lines[place]];
  for (const [column, value] of Object.entries(change)) cells[columns.indexOf(column)] = value;
  const file = path.join(house.folder, name);
  writeFileSync(file, `${header}\n${cells.join(";")}\n`);
  return file;
}

async function open(page, language, link) {
  const [address, secret] = link.split("#");
  await page.goto(`${address.replace("/c", `/${language}/c`)}#${secret}`);
  await page.locator(".big").waitFor();
}

async function fetched(page, button) {
  const download = page.waitForEvent("download");
  await page.locator(button).first().click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

export async function go({ house, chrome, screenshots }) {
  const issued = house.issue();
  // The same person took the exam again.
  const again = changed(house, "again.csv", 0, { "Numéro de certification": "699901", "Date de passage": "16/06/2026" });
  const folder = path.join(house.folder, "again");
  const done = house.ask(["issue", again, "--out", folder]);
  expect(done.status === 0, done.stderr);
  const [second] = table(readFileSync(path.join(folder, "issued.csv"), "utf8"));
  const greta = account(house, "greta", "Greta Sow", "issuer");
  await house.serve();
  await seen(house, chrome, issued[0], second, screenshots);
  await shares(house, chrome, issued[0]);
  await corrections(house, chrome, issued[0], greta);
  await states(house, chrome, issued);
  await keyboard(house, chrome, issued[5]);
}

/** The page as it is opened, its files, its language, the other certificate. */
async function seen(house, chrome, { code, link }, second, screenshots) {
  const secret = link.split("#")[1];
  for (const [language, size] of [["fr", PHONE], ["en", PHONE], ["fr", DESK], ["en", DESK]]) {
    await check(`opens the link (${language}, ${size.width})`, async () => {
      const page = await window(chrome, { language, size });
      await open(page, language, link);
      expect((await page.locator("svg.page1").count()) === 1, "no drawing");
      const faults = await look(page, [code, secret]);
      if (size === PHONE) await show(page, screenshots, `candidate-${language}`);
      await page.context().close();
      return faults;
    });
  }
  await check("fetches the certificate, its badge and its credential", async () => {
    const page = await window(chrome, { language: "en", size: PHONE });
    await open(page, "en", link);
    const kinds = [
      ["document", "pdf", (bytes) => bytes.subarray(0, 5).toString() === "%PDF-"],
      ["credential/png", "png", (bytes) => bytes.subarray(1, 4).toString() === "PNG"],
      ["credential/svg", "svg", (bytes) => bytes.includes("<svg")],
      ["credential/json", "json", (bytes) => JSON.parse(bytes).type.includes("VerifiableCredential")],
      ["credential/jwt", "jwt", (bytes) => bytes.toString().split(".").length === 3],
    ];
    for (const [place, extension, good] of kinds) {
      const button = place === "document" ? "button.main[form=files]" : `button[formaction$='/c/${place}']`;
      const file = await fetched(page, button);
      expect(file.name === `certificate.${extension}`, file.name);
      expect(good(file.bytes), `${place} is something else`);
    }
    await page.context().close();
  });
  await check("chooses the language, and the other certificate of the same person", async () => {
    const page = await window(chrome, { language: "fr", size: PHONE });
    await open(page, "fr", link);
    await press(page, page.locator("form.switch button"));
    expect((await page.evaluate(() => document.documentElement.lang)) === "en", "still French");
    expect((await page.locator(".big").innerText()) === code, "another certificate");
    const other = page.locator("form:has(input[name=certificate]) .acts-cell button, .acts-cell form:has(input[name=certificate]) button");
    expect((await other.count()) === 1, "the other certificate is not there");
    await press(page, other);
    expect((await page.locator(".big").innerText()) === second.code, "not the other certificate");
    const faults = await look(page, [code, second.code, secret]);
    await press(page, page.locator("form.switch button"));
    expect((await page.locator(".big").innerText()) === second.code, "the choice is lost with the language");
    await page.context().close();
    return faults;
  });
  await check("reads all levels in large, in both languages, and comes back", async () => {
    const page = await window(chrome, { language: "fr", size: PHONE });
    await open(page, "fr", link);
    await press(page, page.locator("form[action$='/c/levels'] button"));
    expect((await page.locator("table.levels tbody tr").count()) === 16, "not sixteen levels");
    const faults = await look(page, [code, secret]);
    await press(page, page.locator("form.switch button"));
    expect((await page.locator("table.levels tbody tr").count()) === 16, "the language loses the page");
    faults.push(...(await look(page, [code, secret])));
    await press(page, page.locator("main form[action$='/c'] button"));
    expect((await page.locator(".big").innerText()) === code, "no way back");
    await page.context().close();
    return faults;
  });
  await check("steps for LinkedIn and Europass are there, and tell nothing of the person", async () => {
    const page = await window(chrome, { language: "en", size: PHONE });
    await open(page, "en", link);
    await press(page, page.locator("form[action$='/c/profile'] button"));
    expect((await page.locator("ol.how").count()) === 2, "no steps");
    const address = new URL(await page.locator("a[href^='https://www.linkedin.com/']").getAttribute("href"));
    const names = [...address.searchParams.keys()].sort().join(" ");
    expect(names === "certUrl issueMonth issueYear name organizationName startTask", names);
    expect(!address.href.includes(code) && !address.href.includes(secret), "LinkedIn is told too much");
    const faults = await look(page, [code, secret]);
    await page.context().close();
    return faults;
  });
}

/** Links: refused, made, opened, withdrawn, ended. */
async function shares(house, chrome, { code, link }) {
  const secret = link.split("#")[1];
  const page = await window(chrome, { language: "fr", size: PHONE });
  const make = "form:has(#purpose) button.main";
  let shared;
  await check("a form for a link that is refused keeps what was typed", async () => {
    await open(page, "fr", link);
    await page.locator("details:has(#purpose) summary").first().click();
    await press(page, page.locator(make));
    expect((await page.locator("#purpose").getAttribute("aria-invalid")) === "true", "an empty purpose is taken");
    const faults = await look(page, [code, secret]);
    await page.locator("#purpose").fill("Candidature");
    await page.locator("input[name=until][value=date]").check();
    await page.locator("#until-date").fill("2020-01-01");
    await page.locator("input[name=shows][value=least_score]").check();
    await page.locator("#least-score").fill("894");
    await press(page, page.locator(make));
    faults.push(...(await look(page, [code, secret])));
    for (const [field, value] of [["#purpose", "Candidature"], ["#until-date", "2020-01-01"], ["#least-score", "894"]]) {
      expect((await page.locator(field).inputValue()) === value, `${field} is lost`);
    }
    expect((await page.locator(".errors li").count()) === 2, "not both faults are told");
    expect(await page.locator(".errors").evaluate((it) => it === document.activeElement), "the summary has no focus");
    return faults;
  });
  await check("makes a link that answers one question, and it does", async () => {
    await page.locator("input[name=until][value='30']").check();
    await page.locator("#least-score").fill("100");
    await page.locator("input[name=birth_date]").check();
    await press(page, page.locator(make));
    shared = await page.locator("#made").inputValue();
    expect(/\/fr\/s#[\w-]{40,}$/.test(shared), shared);
    const faults = await look(page, [code, secret]);
    const stranger = await window(chrome, { language: "en", size: PHONE });
    await stranger.goto(shared.replace("/fr/", "/en/"));
    await stranger.locator(".verdict.ok").waitFor();
    const said = await stranger.locator("main").innerText();
    expect(!/895|327/.test(said) && !said.includes(code), "more is shown than was shared");
    expect(said.includes("Score of 100 or more") && said.includes("Candidature"), said);
    const hidden = [code, shared.split("#")[1]];
    faults.push(...(await look(stranger, hidden)));
    await stranger.locator("#birth-date").fill("2007-03-14");
    await press(stranger, stranger.locator("#birth button"));
    expect((await stranger.locator(".verdict .tag.ok").count()) === 1, "the birth date is not confirmed");
    faults.push(...(await look(stranger, hidden)));
    await stranger.context().close();
    return faults;
  });
  await check("sees who checked, and what each link is for", async () => {
    const faults = [];
    for (let turn = 0; turn < 50; turn += 1) {
      await open(page, "fr", link);
      if ((await page.getByText("Lien « Candidature »").count()) > 0) break;
      await page.waitForTimeout(100);
    }
    expect((await page.getByText(/Lien «\s?Candidature\s?»/).count()) > 0, "the check is not told");
    faults.push(...(await look(page, [code, secret])));
    return faults;
  });
  await check("a link that was withdrawn and one that ended explain themselves alike", async () => {
    await press(page, page.locator("button[form=withdraw]").first());
    expect((await page.locator("p.done").count()) === 1, "nothing says that it is withdrawn");
    const faults = await look(page, [code, secret]);
    await page.locator("details:has(#purpose) summary").first().click();
    await page.locator("#purpose").fill("Bourse");
    await page.locator("input[name=shows][value=levels]").check();
    await press(page, page.locator(make));
    const other = await page.locator("#made").inputValue();
    const stranger = await window(chrome, { language: "fr" });
    await stranger.goto(other);
    await stranger.locator(".verdict.ok").waitFor();
    faults.push(...(await look(stranger, [code])));
    // Its last day is over.
    const sql = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1],timeout=20); c.execute(\"UPDATE shares SET expires_at='2026-01-01T00:00:00+00:00', created_at='2025-12-01T00:00:00+00:00'\"); c.commit()";
    execFileSync("python3", ["-c", sql, path.join(house.folder, "sceau.db")]);
    const words = [];
    for (const ended of [shared, other]) {
      const late = await window(chrome, { language: "fr", size: PHONE });
      await late.goto(ended);
      await late.locator(".errors").waitFor();
      words.push(await late.locator("main").innerText());
      faults.push(...(await look(late, [code])));
      await late.context().close();
    }
    expect(words[0] === words[1] && !/Candidature|Bourse|Moreau/.test(words[0]), words.join("\n"));
    await stranger.context().close();
    return faults;
  });
  await page.context().close();
}

/** A request with a file, its answer by an operator, read by the holder. */
async function corrections(house, chrome, { code, link }, greta) {
  const secret = link.split("#")[1];
  const send = "form:has(#wanted) button.main";
  const page = await window(chrome, { language: "en", size: PHONE });
  await check("a request that is refused keeps what was written and names the file", async () => {
    await open(page, "en", link);
    await page.locator("details:has(#wanted) summary").first().click();
    await page.locator("#file").setInputFiles({ name: "card.pdf", mimeType: "application/pdf", buffer: Buffer.from("<html>") });
    await page.locator("#wanted").fill("Morreau, with two r");
    await press(page, page.locator(send));
    expect((await page.locator("#file").getAttribute("aria-invalid")) === "true", "HTML is taken for a PDF");
    expect((await page.locator("#part-name-e, .errors a[href='#part-name']").count()) > 0, "nothing ticked is taken");
    expect((await page.locator("#wanted").inputValue()) === "Morreau, with two r", "what was written is lost");
    return look(page, [code, secret]);
  });
  await check("a file that is too large is named before it is sent, and without script after", async () => {
    const large = { name: "scan.pdf", mimeType: "application/pdf", buffer: Buffer.concat([Buffer.from("%PDF-"), Buffer.alloc(6 << 20)]) };
    await page.locator("#file").setInputFiles(large);
    expect(!(await page.locator("#file").evaluate((it) => it.checkValidity())), "it would be sent");
    const plain = await window(chrome, { language: "en", size: PHONE, javaScriptEnabled: false });
    await plain.goto(`${house.url}/en/c`);
    await plain.locator("#token").fill(link);
    await press(plain, plain.locator("form:has(#token) button.main"));
    await plain.locator("details:has(#wanted) summary").first().click();
    await plain.locator("#part-birth").or(plain.locator("input[name=part_birth]")).first().check();
    await plain.locator("#wanted").fill("Brest");
    await plain.locator("#file").setInputFiles(large);
    await press(plain, plain.locator(send));
    expect((await plain.locator("#file-e").innerText()).includes("5 MB"), "its size is not named");
    expect((await plain.locator("#wanted").inputValue()) === "Brest", "what was written is lost");
    await plain.context().close();
  });
  await check("a request is sent with a file, and the holder sees that it waits", async () => {
    await page.locator("#part-name").check();
    await page.locator("#file").setInputFiles({ name: "carte.png", mimeType: "image/png", buffer: PNG });
    await press(page, page.locator(send));
    expect((await page.locator("p.done").count()) === 1, await page.locator("main").innerText());
    expect((await page.getByText("File attached: PNG, 1 kB").count()) === 1, "the file is not told");
    return look(page, [code, secret]);
  });
  await check("an operator fetches the file, answers, and the holder reads it", async () => {
    const desk = await window(chrome, { language: "fr" });
    await signIn(desk, house, greta, "fr", "/console/corrections");
    await desk.goto(`${house.url}/fr/console/corrections`);
    const faults = await look(desk);
    const file = await fetched(desk, "a[href$='/file']");
    expect(/^correction-[0-9a-f]{32}\.png$/.test(file.name) && file.bytes.equals(PNG), file.name);
    await desk.locator("textarea[name=answer]").fill("The civil register says Moreau.");
    await press(desk, desk.locator("button[value=declined]"));
    await open(page, "en", link);
    expect((await page.getByText("The civil register says Moreau.").count()) === 1, "no answer");
    faults.push(...(await look(page, [code, secret])));
    await desk.context().close();
    return faults;
  });
  await page.context().close();
}

/** Certificates that are not in force any more. */
async function states(house, chrome, issued) {
  const place = (row) => rows().lines.findIndex((cells) => cells[2] === row.last_name && cells[3] === row.first_name);
  const [, replaced, revoked, suspended] = issued;
  const corrected = changed(house, "corrected.csv", place(replaced), { Nom: `${replaced.last_name}-Dupont` });
  const superseded = house.ask(["supersede", replaced.code, corrected, "--out", path.join(house.folder, "corrected")]);
  expect(superseded.status === 0, superseded.stderr);
  house.run("revoke", "--reason", "issued-in-error", revoked.code);
  house.run("suspend", "--reason", "under-inquiry", suspended.code);
  for (const [row, kind] of [[replaced, "warn"], [revoked, "bad"], [suspended, "warn"]]) {
    for (const [language, size] of [["fr", PHONE], ["en", DESK]]) {
      await check(`a certificate that is ${row === replaced ? "superseded" : kind === "bad" ? "revoked" : "suspended"} says so (${language})`, async () => {
        const page = await window(chrome, { language, size });
        await open(page, language, row.link);
        expect((await page.locator(`.head .tag.${kind}`).count()) === 1, "the state is not told first");
        expect((await page.locator("svg.page1.void").count()) === 1, "the drawing looks in force");
        expect((await page.locator("#purpose").count()) === 0, "it can be shared");
        const faults = await look(page, [row.code, row.link.split("#")[1]]);
        await page.context().close();
        return faults;
      });
    }
  }
}

/** All of it with the keyboard. */
async function keyboard(house, chrome, { code, link }) {
  await check("makes a link, withdraws it and asks for a correction with the keyboard alone", async () => {
    const page = await window(chrome, { language: "en" });
    await open(page, "en", link);
    await reach(page, "details:has(#purpose) summary");
    await page.keyboard.press("Enter");
    await type(page, "#purpose", "Internship");
    await reach(page, "input[name=until]");
    await page.keyboard.press("ArrowDown");
    await reach(page, "input[name=shows]");
    await page.keyboard.press("ArrowDown");
    await enter(page, "form:has(#purpose) button.main");
    expect((await page.locator("#made").inputValue()).includes("/s#"), "no link is made");
    expect(await page.locator("#made").evaluate((it) => it === document.activeElement), "the link has no focus");
    await enter(page, "button[form=withdraw]");
    expect((await page.locator("p.done").count()) === 1, "the link is not withdrawn");
    await reach(page, "details:has(#wanted) summary");
    await page.keyboard.press("Enter");
    await reach(page, "#part-name");
    await page.keyboard.press("Space");
    await type(page, "#wanted", "Another spelling");
    await enter(page, "form:has(#wanted) button.main");
    expect((await page.getByText("Received, not yet looked at.").count()) === 1, "the request is not kept");
    const faults = await look(page, [code]);
    await page.context().close();
    return faults;
  });
}
