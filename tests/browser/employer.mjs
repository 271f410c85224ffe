// Somebody who was shown a certificate wants to know whether it is authentic.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { camera } from "./camera.mjs";
import { DESK, PHONE, press, window } from "./house.mjs";
import { look, show } from "./look.mjs";
import { sealOf, withoutService } from "./offline.mjs";
import { plainly } from "./plain.mjs";
import { check, expect } from "./report.mjs";

/** The state, as the first line of the answer says it. */
async function state(page) {
  return page.locator("main h1").first().innerText();
}

async function type(page, code) {
  await page.locator("#code").fill(code);
  await press(page, page.locator("form:has(#code) button.main"));
}

export async function go({ house, chrome, screenshots }) {
  const issued = house.issue();
  const { code } = issued[0];
  const document = path.join(house.folder, "certificates", issued[0].document);
  house.run("revoke", issued[1].code, "--reason", "issued-in-error", "--operator", "tests");
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
        await show(page, screenshots, `verdict-${language}-${where}`);
        await page.context().close();
        return faults;
      });
    }
    await check(`mistypes a code (${language})`, async () => {
      const page = await window(chrome, { language });
      await page.goto(house.url);
      const wrong = code.replace(/.$/, code.endsWith("0") ? "1" : "0");
      // Told by the page itself: nothing is sent.
      await page.locator("#code").fill(wrong);
      await page.locator("form:has(#code) button.main").click();
      await page.locator("#code[aria-invalid=true]").waitFor();
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
      await press(page, page.locator("form:has(input[type=file]) button").last());
      expect(authentic.test(await state(page)), await state(page));
      const faults = await look(page);
      const changed = readFileSync(document);
      changed[Math.floor(changed.length / 2)] ^= 1;
      const file = path.join(house.folder, "changed.pdf");
      writeFileSync(file, changed);
      await page.goto(house.url);
      await page.locator("input[type=file]").setInputFiles(file);
      await press(page, page.locator("form:has(input[type=file]) button").last());
      expect((await page.locator(".verdict.ok").count()) === 0, "a changed file is called authentic");
      faults.push(...(await look(page)));
      await page.context().close();
      return faults;
    });
  }
  await plainly(house, chrome, code, document);
  await receipt(house, chrome, code);
  await suspicious(house, chrome);
  await camera({ house, screenshots, document });
  await withoutService({ house, chrome, screenshots, issued: issued[0], revoked: issued[1] });
  await withoutNetwork(house, chrome, document);
}

/** A receipt of the answer, which is recognised when it is presented, and is no certificate. */
async function receipt(house, chrome, code) {
  await check("takes a receipt and presents it", async () => {
    const page = await window(chrome, { language: "fr" });
    await page.goto(house.url);
    await type(page, code);
    const faults = [];
    for (const kind of ["pdf", "json"]) {
      const waiting = page.waitForEvent("download");
      await page.locator(`[action$="/receipt/${kind}"] button, button[formaction$="/receipt/${kind}"]`).first().click();
      const file = path.join(house.folder, `receipt.${kind}`);
      await (await waiting).saveAs(file);
    }
    for (const kind of ["json", "pdf"]) {
      await page.goto(house.url);
      await page.locator("input[type=file]").setInputFiles(path.join(house.folder, `receipt.${kind}`));
      await press(page, page.locator("form:has(input[type=file]) button").last());
      expect(/reçu|attestation|vérification/i.test(await state(page)), `${kind}: ${await state(page)}`);
      faults.push(...(await look(page, [code])));
    }
    await page.context().close();
    return faults;
  });
}

async function suspicious(house, chrome) {
  await check("reports a suspicious document", async () => {
    const page = await window(chrome, { language: "fr", size: PHONE });
    await page.goto(`${house.url}/fr/report`);
    await press(page, page.locator("main form button.main"));
    expect((await page.locator(".errors a").count()) >= 1, "an empty form is taken");
    const faults = await look(page);
    await page.locator("#what").fill("Le niveau est écrit au feutre.");
    await page.locator("#origin").fill("Reçu par courriel");
    await page.locator("main form button.main").click();
    await page.waitForURL("**/report/sent");
    faults.push(...(await look(page)));
    await page.context().close();
    return faults;
  });
}

/** The exam desk: prepared once, it reads a seal after the service is gone. */
async function withoutNetwork(house, chrome, document) {
  const seal = sealOf(house, document);
  await check("verifies a seal after the service went away", async () => {
    const page = await window(chrome, { language: "fr", size: PHONE });
    await page.goto(`${house.url}/fr/v`);
    await page.locator("[data-prepare]").click();
    await page.locator("[data-desk-status] .tag.ok").waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForTimeout(1000);
    await house.stop();
    const later = await page.context().newPage();
    later.faults = [];
    await later.goto(`${house.url}/fr/v#${seal}`);
    await later.locator("#desk .checks").waitFor();
    const answer = await later.locator("#desk h1").first().innerText();
    expect(/authentique/i.test(answer), answer);
    expect(new URL(later.url()).hash === "", "the seal stays in the address");
    const faults = await look(later);
    // Another device, which was not prepared, has no page to show; its seal is not lost.
    await page.context().close();
    return faults;
  });
}
