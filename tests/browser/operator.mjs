// People of the house: sign in, and every page of the console.

import path from "node:path";

import { DESK, PHONE, ROOT, press, window } from "./house.mjs";
import { look, show } from "./look.mjs";
import { check, expect } from "./report.mjs";
import { account, signIn } from "./sign_in.mjs";

const PAGES = ["/console", "/console/keys", "/console/audit", "/console/health", "/console/accounts", "/account",
  "/console/batches", "/console/batches/new", "/console/certificates", "/console/sessions", "/console/sessions/new",
  "/console/sessions/import", "/console/corrections", "/console/health/freeze"];

export const sections = `
[batches]
approvals = "two-people"
`;

export async function go({ house, chrome, screenshots }) {
  const marin = account(house, "marin", "Marin Le Goff", "issuer");
  const keeper = account(house, "solveig", "Solveig Mbarga", "issuer,revoker,auditor,administrator");
  await house.serve();
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
  await issuing(house, chrome, marin, keeper, screenshots);
}

const SESSION = path.join(ROOT, "examples/session.csv");

/** One uploads, another approves, both see it issued; then a certificate is revoked. */
async function issuing(house, chrome, marin, keeper, screenshots) {
  const page = await window(chrome, { language: "fr" });
  let place;
  await check("uploads results and may not approve them", async () => {
    await signIn(page, house, marin, "fr");
    await page.goto(`${house.url}/fr/console/batches/new`);
    await page.locator("#file").setInputFiles(SESSION);
    await page.locator("form:has(#file) button.main").click();
    await page.locator("dl.counts").waitFor();
    place = new URL(page.url()).pathname;
    expect((await page.locator("#count").count()) === 0, "whoever uploaded may approve");
    const faults = await look(page);
    await show(page, screenshots, "operator-report");
    return faults;
  });
  const other = await window(chrome, { language: "fr" });
  await check("approves as a second person", async () => {
    await signIn(other, house, keeper, "fr");
    await other.goto(house.url + place);
    const due = (await other.locator("dl.counts dd").first().innerText()).match(/\d+/)[0];
    const read = other.locator("#read");
    if ((await read.count()) > 0) await read.check();
    await other.locator("#count").fill("1");
    await press(other, other.locator("form:has(#count) button.main"));
    expect((await other.locator("#count").getAttribute("aria-invalid")) === "true", "a wrong number is taken");
    const faults = await look(other);
    await other.locator("#count").fill(due);
    if ((await read.count()) > 0) await read.check();
    await press(other, other.locator("form:has(#count) button.main"));
    faults.push(...(await look(other)));
    for (let turn = 0; turn < 240 && (await other.locator("a[href$='/documents.zip']").count()) === 0; turn += 1) {
      await other.waitForTimeout(1000);
      if ((await other.locator("progress").count()) > 0) await other.reload();
    }
    expect((await other.locator("a[href$='/documents.zip']").count()) === 1, "it does not end");
    faults.push(...(await look(other)));
    const download = other.waitForEvent("download");
    await other.locator("a[href$='/documents.zip']").click();
    expect((await download).suggestedFilename().endsWith(".zip"), "no archive");
    return faults;
  });
  await check("finds a certificate and revokes it", async () => {
    await other.goto(`${house.url}/fr/console/batches`);
    await other.goto(`${house.url + place}/rows/issued`);
    const faults = await look(other);
    await press(other, other.locator("a[href*='/console/certificates/']").first());
    faults.push(...(await look(other)));
    await press(other, other.locator("a[href$='/revoke']").first());
    await other.locator("input[name=reason]").first().check();
    await other.locator(".frame").scrollIntoViewIfNeeded();
    await show(other, screenshots, "operator-revoke");
    await other.reload();
    await other.locator("input[name=reason]").first().check();
    await other.locator("#last-two").fill("??");
    await press(other, other.locator("button.danger"));
    expect((await other.locator("#last-two").getAttribute("aria-invalid")) === "true", "wrong characters are taken");
    faults.push(...(await look(other)));
    return faults;
  });
  await page.context().close();
  await other.context().close();
}
