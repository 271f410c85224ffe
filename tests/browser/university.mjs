// An organisation verifies a file of applicants.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { DESK, PHONE, press, window } from "./house.mjs";
import { look, show } from "./look.mjs";
import { check, expect } from "./report.mjs";
import { account, signIn } from "./sign_in.mjs";

const SCOPES = "verifications:batch,parcoursup,webhooks";

export async function go({ house, chrome, screenshots }) {
  const issued = house.issue();
  house.run("clients", "add", "univ-brest", "--scope", SCOPES, "--operator", "tests");
  const gwen = account(house, "gwen", "Gwen Le Gall", "member", "univ-brest");
  const lines = issued.slice(0, 20).map((row, place) =>
    [place + 1, row.last_name, row.first_name, place === 3 ? "Z".repeat(14) : row.code].join(";"),
  );
  const file = path.join(house.folder, "candidats.csv");
  writeFileSync(file, `dossier;Nom de famille;Petit nom;attestation\n${lines.join("\n")}\n`);
  const wrong = path.join(house.folder, "photo.csv");
  writeFileSync(wrong, readFileSync(path.join(house.folder, "certificates", issued[0].document)));
  await house.serve();
  const codes = issued.map((row) => row.code);
  for (const [language, size] of [["fr", DESK], ["en", PHONE]]) {
    const page = await window(chrome, { language, size });
    await check(`signs in (${language})`, async () => {
      await signIn(page, house, gwen, language, "/organisation");
      return look(page);
    });
    await check(`sends a file that is none (${language})`, async () => {
      await page.goto(`${house.url}/${language}/organisation`);
      await page.locator("#file").setInputFiles(wrong);
      await press(page, page.locator("form:has(#file) button.main"));
      expect((await page.locator(".errors").count()) === 1, "a PDF is taken for a table");
      return look(page);
    });
    await check(`mends the columns, starts, reads the answers (${language})`, async () => {
      await page.goto(`${house.url}/${language}/organisation`);
      await page.locator("#file").setInputFiles(file);
      await page.locator("form:has(#file) button.main").click();
      await page.locator("#column-4").waitFor();
      const faults = await look(page, codes);
      await page.locator("#column-4").selectOption("code");
      await page.locator("#requirement").fill("score ≥ 100");
      await press(page, page.locator("form:has(#requirement) button.main"));
      for (let turn = 0; turn < 120 && (await page.locator("dl.counts").count()) === 0; turn += 1) {
        await page.waitForTimeout(500);
        if ((await page.locator("#progress").count()) > 0) await page.reload();
      }
      expect((await page.locator("dl.counts").count()) === 1, "it does not end");
      faults.push(...(await look(page, codes)));
      await show(page, screenshots, `university-${language}`);
      await page.reload();
      await press(page, page.locator(".filters a").nth(1));
      faults.push(...(await look(page, codes)));
      for (const form of ["csv", "xlsx"]) {
        const download = page.waitForEvent("download");
        await page.locator(`a[href$='/answers/${form}']`).click();
        const name = (await download).suggestedFilename();
        expect(name.endsWith(`.${form}`), name);
      }
      return faults;
    });
    for (const place of ["/organisation", "/organisation/keys", "/organisation/usage", "/organisation/webhooks"]) {
      await check(`/${language}${place}`, async () => {
        const answer = await page.goto(`${house.url}/${language}${place}`);
        expect(answer.status() === 200, `status ${answer.status()}`);
        return look(page, codes);
      });
    }
    await check(`makes a key (${language})`, async () => {
      await page.goto(`${house.url}/${language}/organisation/keys`);
      await press(page, page.locator("form[action$='/organisation/keys'] button"));
      expect((await page.locator("#made").count()) === 1, "no key is shown");
      return look(page);
    });
    await page.context().close();
  }
}
