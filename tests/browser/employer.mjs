// Somebody who was shown a certificate wants to know whether it is authentic.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { DESK, PHONE, window } from "./house.mjs";
import { look } from "./look.mjs";
import { check, expect } from "./report.mjs";

/** The state, as the first line of the answer says it. */
async function state(page) {
  return page.locator("main h1").first().innerText();
}

async function type(page, code) {
  await page.locator("#code").fill(code);
  await page.locator("form:has(#code) button.main").click();
  await page.waitForLoadState();
}

export async function go({ house, chrome }) {
  const issued = house.issue();
  const { code } = issued[0];
  const document = path.join(house.folder, "certificates", issued[0].document);
  await house.serve();
  for (const [language, authentic] of [["fr", /authentique/i], ["en", /authentic/i]]) {
    for (const [where, size] of [["desk", DESK], ["phone", PHONE]]) {
      const secrets = [code, code.replaceAll("-", "")];
      await check(`types a code (${language}, ${where})`, async () => {
        const page = await window(chrome, { language, size });
        await page.goto(house.url);
        await type(page, code.toLowerCase());
        expect(authentic.test(await state(page)), await state(page));
        const faults = await look(page, secrets);
        await page.context().close();
        return faults;
      });
    }
    await check(`mistypes a code (${language})`, async () => {
      const page = await window(chrome, { language });
      await page.goto(house.url);
      const wrong = code.replace(/.$/, code.endsWith("0") ? "1" : "0");
      await type(page, wrong);
      expect((await page.locator("#code").getAttribute("aria-invalid")) === "true", "no error at the field");
      expect((await page.locator("#code").inputValue()).replaceAll("-", "") === wrong.replaceAll("-", ""), "what was typed is lost");
      const faults = await look(page);
      await page.context().close();
      return faults;
    });
    await check(`sends the PDF, then one that was changed (${language})`, async () => {
      const page = await window(chrome, { language });
      await page.goto(house.url);
      await page.locator("input[type=file]").setInputFiles(document);
      await page.locator("form:has(input[type=file]) button").last().click();
      await page.waitForLoadState();
      expect(authentic.test(await state(page)), await state(page));
      const faults = await look(page);
      const changed = readFileSync(document);
      changed[Math.floor(changed.length / 2)] ^= 1;
      const file = path.join(house.folder, "changed.pdf");
      writeFileSync(file, changed);
      await page.goto(house.url);
      await page.locator("input[type=file]").setInputFiles(file);
      await page.locator("form:has(input[type=file]) button").last().click();
      await page.waitForLoadState();
      expect((await page.locator(".verdict.ok").count()) === 0, "a changed file is called authentic");
      faults.push(...(await look(page)));
      await page.context().close();
      return faults;
    });
  }
}
