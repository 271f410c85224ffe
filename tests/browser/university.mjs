// An organisation verifies files of applicants, and lets its programs do so.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";

import { DESK, PHONE, press, window } from "./house.mjs";
import { choose, enter, reach, type } from "./keys.mjs";
import { look, show } from "./look.mjs";
import { check, expect } from "./report.mjs";
import { account, signIn } from "./sign_in.mjs";

const SCOPES = "verifications:batch,parcoursup,webhooks";

export const sections = `
[partners]
loopback_webhooks = true
`;

export async function go({ house, chrome, screenshots }) {
  const issued = house.issue();
  house.run("clients", "add", "univ-brest", "--scope", SCOPES, "--operator", "tests");
  const gwen = account(house, "gwen", "Gwen Le Gall", "member", "univ-brest");
  const files = applicants(house, issued);
  await house.serve();
  const codes = issued.map((row) => row.code);
  for (const [language, size] of [["fr", DESK], ["en", PHONE]]) {
    const page = await window(chrome, { language, size });
    await check(`signs in (${language})`, async () => {
      await signIn(page, house, gwen, language, "/organisation");
      return look(page);
    });
    await refused(house, page, language, files);
    const books = await answered(house, page, language, files, codes, screenshots);
    await workbooks(house, page, language, books, codes);
    await twins(house, page, language, files, codes);
    await programs(house, page, language, codes);
    await page.context().close();
  }
  await plainly(house, chrome, gwen, files);
  await keyboard(house, chrome, gwen, files, codes);
}

/** The files that are sent. */
function applicants(house, issued) {
  const at = (name) => path.join(house.folder, name);
  const lines = issued.slice(0, 30).map((row, place) =>
    [`D-${1000 + place}`, row.last_name, row.first_name, place === 3 ? "Z".repeat(14) : row.code, place === 4 ? "=1+1" : ""].join(";"),
  );
  const good = at("candidats.csv");
  writeFileSync(good, `dossier;Nom de famille;Petit nom;attestation;note\n${lines.join("\n")}\n`);
  const twins = at("deux-noms.csv");
  const both = issued.slice(0, 3).map((row) => ["Établissement", row.last_name, row.code].join(";"));
  writeFileSync(twins, `Nom;Nom;Code\n${both.join("\n")}\n`);
  const wrong = at("photo.csv");
  writeFileSync(wrong, readFileSync(path.join(house.folder, "certificates", issued[0].document)));
  const large = at("grand.csv");
  writeFileSync(large, `Code\n${"7K2M\n".repeat((21 << 20) / 5)}`);
  return { good, twins, wrong, large, row: issued[6] };
}

const SEND = "form:has(#file) button.main";

async function send(house, page, language, file) {
  await page.goto(`${house.url}/${language}/organisation`);
  await page.locator("#file").setInputFiles(file);
  await press(page, page.locator(SEND));
}

/** Starts what is shown, and waits for its answers while the page tells how far it is. */
async function run(page) {
  await press(page, page.locator("form:has(#requirement) button.main"));
  const told = await page.locator("main").innerText();
  for (let turn = 0; turn < 240 && (await page.locator("dl.counts").count()) === 0; turn += 1) {
    await page.waitForTimeout(250);
  }
  expect((await page.locator("dl.counts").count()) === 1, `it does not end: ${told}`);
}

async function refused(house, page, language, { wrong, large }) {
  await check(`wrong and too large files are named as such (${language})`, async () => {
    await send(house, page, language, wrong);
    expect((await page.locator(".errors").count()) === 1, "a PDF is taken for a table");
    expect((await page.locator("#file").getAttribute("aria-invalid")) === "true", "the field does not say so");
    const faults = await look(page);
    await page.goto(`${house.url}/${language}/organisation`);
    await page.locator("#file").setInputFiles(large);
    const said = await page.locator("#file").evaluate((it) => it.validationMessage);
    expect(/20/.test(said), `said before it is sent: ${said}`);
    return faults;
  });
}

/** Columns, requirement, progress, answers: by outcome, by text, as files. */
async function answered(house, page, language, { good, row }, codes, screenshots) {
  await check(`mends the columns and is told what is wrong (${language})`, async () => {
    await send(house, page, language, good);
    const faults = await look(page, codes);
    await page.locator("#requirement").fill("hello");
    await press(page, page.locator("form:has(#requirement) button.main"));
    expect((await page.locator("#requirement").inputValue()) === "hello", "the requirement is lost");
    expect((await page.locator(".errors li").count()) === 2, "not both faults are told");
    faults.push(...(await look(page, codes)));
    await page.locator("#column-4").selectOption("code");
    await page.locator("#requirement").fill("score ≥ 400");
    await run(page);
    faults.push(...(await look(page, codes)));
    await show(page, screenshots, `university-${language}`);
    return faults;
  });
  const rows = () => page.locator("#rows tbody tr");
  await check(`shows the rows by outcome and by what is in them (${language})`, async () => {
    await press(page, page.locator(".filters a[href*='outcome=all']"));
    expect((await rows().count()) === 25, `${await rows().count()} rows`);
    await press(page, page.locator(".pager a"));
    expect((await rows().count()) === 5, "the second page is another");
    const faults = await look(page, codes);
    await page.locator("#search").fill(row.last_name.toLowerCase());
    await press(page, page.locator("form.search button"));
    expect((await rows().count()) === 1 && (await rows().innerText()).includes(row.last_name), await page.locator("#rows").innerText());
    faults.push(...(await look(page, [...codes, row.last_name])));
    for (const [text, found] of [["D-1003", "D-1003"], ["4", "D-1003"], [codes[6].replaceAll("-", ""), "D-1006"]]) {
      await page.locator("#search").fill(text);
      await press(page, page.locator("form.search button"));
      expect((await rows().filter({ hasText: found }).count()) === 1, `${text} is not found`);
    }
    await page.locator("#search").fill("d-10");
    await press(page, page.locator("form.search button"));
    await press(page, page.locator("form.pager button"));
    expect((await rows().count()) === 5, "the search has no second page");
    await press(page, page.locator(".filters button[value=invalid_input]"));
    expect((await rows().count()) === 1, "search and outcome do not go together");
    faults.push(...(await look(page, codes)));
    await page.locator("#search").fill("nobody at all");
    await press(page, page.locator("form.search button"));
    expect((await rows().count()) === 0, "something is found");
    faults.push(...(await look(page, codes)));
    await press(page, page.locator("form.switch:not([action$='/sign-out']) button"));
    expect((await page.locator("#search").inputValue()) === "nobody at all", "the language loses the search");
    await press(page, page.locator("form.switch:not([action$='/sign-out']) button"));
    await press(page, page.locator("form.search a"));
    return faults;
  });
  const books = [];
  await check(`downloads all and some, and they open (${language})`, async () => {
    for (const form of ["csv", "xlsx", "ods"]) {
      const file = await fetched(house, page, page.locator(`a[href$='/answers/${form}']`));
      expect(file.endsWith(`.${form}`), file);
      expect(read(file).length === 31, `${form} has ${read(file).length} lines`);
      expect(read(file)[5].includes(form === "csv" ? "'=1+1" : "=1+1"), `${form}: ${read(file)[5]}`);
      if (form !== "csv") {
        expect(!parts(file).includes("<f>") && !parts(file).includes("table:formula"), `${form} computes`);
        books.push(file);
      }
    }
    await page.locator("#search").fill("D-1003");
    await press(page, page.locator("form.search button"));
    for (const form of ["csv", "xlsx", "ods"]) {
      const file = await fetched(house, page, page.locator(`.some button[formaction$='/answers/${form}']`));
      expect(read(file).length === 2 && read(file)[1].includes("D-1003"), `${form}: ${read(file)}`);
    }
  });
  return books;
}

let number = 0;

async function fetched(house, page, what) {
  const download = page.waitForEvent("download");
  await what.click();
  const file = await download;
  number += 1;
  const place = path.join(house.folder, `${number}-${file.suggestedFilename()}`);
  await file.saveAs(place);
  return place;
}

/** All parts of a workbook as one text. */
function parts(file) {
  const script = "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); sys.stdout.buffer.write(b''.join(z.read(n) for n in z.namelist() if n.endswith('.xml')))";
  return execFileSync("python3", ["-c", script, file], { encoding: "utf8", maxBuffer: 64 << 20 });
}

/** The lines of a CSV file, or the rows of a workbook, as texts. */
function read(file) {
  if (file.endsWith(".csv")) return readFileSync(file, "utf8").trim().split(/\r?\n/);
  const text = parts(file);
  if (file.endsWith(".ods")) return text.match(/<table:table-row>.*?<\/table:table-row>/gs);
  const strings = [...text.matchAll(/<si><t[^>]*>(.*?)<\/t><\/si>/gs)].map((found) => found[1]);
  const cell = (found) => (found.includes('t="s"') ? strings[Number(found.match(/<v>(\d+)<\/v>/)[1])] : found);
  return text.match(/<row .*?<\/row>/gs).map((row) => (row.match(/<c .*?<\/c>/gs) ?? []).map(cell).join(";"));
}

/** The answers are files to be answered as well. */
async function workbooks(house, page, language, books, codes) {
  for (const file of books) {
    await check(`verifies ${path.extname(file)} (${language})`, async () => {
      await send(house, page, language, file);
      await page.locator("#column-4").selectOption("code");
      const faults = await look(page, codes);
      await run(page);
      expect((await page.locator("dl.counts .ok dd").innerText()).includes("29"), await page.locator("dl.counts").innerText());
      return faults;
    });
  }
}

/** Two columns of one name: either can be chosen, by its letter and its values. */
async function twins(house, page, language, { twins: file }, codes) {
  await check(`chooses one of two columns with the same header (${language})`, async () => {
    await send(house, page, language, file);
    const said = await page.locator("main").innerText();
    expect((await page.locator(".errors").count()) === 1 && said.includes("Établissement"), said);
    const faults = await look(page, codes);
    await page.locator("#column-1").selectOption("");
    await page.locator("#column-2").selectOption("last_name");
    await run(page);
    expect((await page.locator("dl.counts .ok dd").innerText()).includes("3"), await page.locator("dl.counts").innerText());
    return faults;
  });
}

/** Keys, usage, webhooks. */
async function programs(house, page, language, codes) {
  const at = (place) => `${house.url}/${language}/organisation${place}`;
  await check(`makes a key, a program uses it, it is withdrawn (${language})`, async () => {
    await page.goto(at("/keys"));
    const faults = await look(page);
    await press(page, page.locator("form[action$='/organisation/keys'] button"));
    const key = await page.locator("#made").inputValue();
    faults.push(...(await look(page, [key])));
    const ask = () =>
      fetch(`${house.url}/api/v1/verifications`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({ code: codes[language === "fr" ? 8 : 9] }),
      });
    const answer = await ask();
    const own = await fetch(`${house.url}/api/v1/webhooks`, { headers: { authorization: `Bearer ${key}` } });
    expect(own.status === 200, `the key: ${own.status}`);
    expect(answer.status === 200 && (await answer.json()).verdict === "authentic", `status ${answer.status}`);
    await page.goto(at("/keys"));
    expect(!(await page.content()).includes(key), "the key is shown again");
    await press(page, page.locator(`a[href$='/${key.split("_")[1]}/withdraw']`));
    faults.push(...(await look(page, [key])));
    await press(page, page.locator("button.danger"));
    const refused = await fetch(`${house.url}/api/v1/webhooks`, { headers: { authorization: `Bearer ${key}` } });
    expect(refused.status === 401, `a withdrawn key: ${refused.status}`);
    return faults;
  });
  await check(`usage tells what was checked (${language})`, async () => {
    let programs = 0;
    for (let turn = 0; turn < 50 && programs === 0; turn += 1) {
      await page.goto(at("/usage"));
      programs = Number(await page.locator("tbody td").nth(1).innerText());
    }
    expect(programs >= 1, "the program's check is not counted");
    return look(page, codes);
  });
  await check(`adds a webhook that is called, and removes it (${language})`, async () => {
    const got = [];
    const receiver = createServer((request, response) => {
      let body = "";
      request.on("data", (more) => { body += more; });
      request.on("end", () => { got.push(body); response.writeHead(204).end(); });
    });
    await new Promise((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    try {
      await page.goto(at("/webhooks"));
      const faults = await look(page);
      for (const bad of ["http://192.168.1.1/hook", "ftp://a.example"]) {
        await page.locator("#url").fill(bad);
        await press(page, page.locator("form:has(#url) button.main"));
        expect((await page.locator("#url").inputValue()) === bad, "what was typed is lost");
        expect((await page.locator("#url").getAttribute("aria-invalid")) === "true", `${bad} is taken`);
      }
      faults.push(...(await look(page)));
      await page.locator("#url").fill(`http://127.0.0.1:${receiver.address().port}/sceau`);
      await press(page, page.locator("form:has(#url) button.main"));
      await press(page, page.locator("form[action$='/test'] button"));
      for (let turn = 0; turn < 100 && (await page.locator("tbody .tag.ok").count()) === 0; turn += 1) {
        await page.waitForTimeout(200);
        await page.reload();
      }
      expect(got.some((body) => body.includes("webhook.ping")), "the receiver was not called");
      expect((await page.locator("tbody .tag.ok").count()) === 1, "the page does not say that it arrived");
      faults.push(...(await look(page)));
      await press(page, page.locator("a[href$='/withdraw']").first());
      faults.push(...(await look(page)));
      await press(page, page.locator("button.danger"));
      expect((await page.locator("form[action$='/test']").count()) === 0, "the webhook is still there");
      return faults;
    } finally {
      receiver.closeAllConnections();
      receiver.close();
    }
  });
}

/** Without script: what is wrong is said by the page that follows. */
async function plainly(house, chrome, gwen, { large, good, row }) {
  await check("works without script", async () => {
    const page = await window(chrome, { language: "en", size: PHONE, javaScriptEnabled: false });
    await signIn(page, house, gwen, "en", "/organisation");
    await send(house, page, "en", large);
    expect((await page.locator("#file-e").innerText()).includes("more than 20 MB"), "its size is not named");
    await send(house, page, "en", good);
    await page.locator("#column-4").selectOption("code");
    await press(page, page.locator("form:has(#requirement) button.main"));
    for (let turn = 0; turn < 100 && (await page.locator("dl.counts").count()) === 0; turn += 1) {
      await page.waitForTimeout(200);
      await press(page, page.locator("main a.btn.main"));
    }
    await page.locator("#search").fill(row.last_name);
    await press(page, page.locator("form.search button"));
    expect((await page.locator("#rows tbody tr").count()) === 1, "nothing is found");
    await page.context().close();
  });
}

/** All of it with the keyboard; only the file is chosen by the browser's own window. */
async function keyboard(house, chrome, gwen, { good, row }, codes) {
  await check("verifies a file and searches it with the keyboard alone", async () => {
    const page = await window(chrome, { language: "en" });
    await signIn(page, house, gwen, "en", "/organisation");
    await page.goto(`${house.url}/en/organisation`);
    await choose(page, () => reach(page, "#file"), "Enter", good);
    await enter(page, SEND);
    await reach(page, "#column-4");
    await page.keyboard.type("Verification");
    await type(page, "#requirement", "score ≥ 100");
    await enter(page, "form:has(#requirement) button.main");
    for (let turn = 0; turn < 240 && (await page.locator("dl.counts").count()) === 0; turn += 1) {
      await page.waitForTimeout(250);
    }
    await type(page, "#search", row.last_name);
    await enter(page, "form.search button");
    expect((await page.locator("#rows tbody tr").count()) === 1, "nothing is found");
    await enter(page, ".filters button[value='']");
    await enter(page, "form[action$='/delete'] button");
    expect((await page.locator("p.done").count()) === 1, "the file is not deleted");
    const faults = await look(page, codes);
    await page.context().close();
    return faults;
  });
}
