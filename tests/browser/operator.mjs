// People of the house: sign in, and every page of the console.

import { DESK, PHONE, window } from "./house.mjs";
import { look } from "./look.mjs";
import { check, expect } from "./report.mjs";
import { account, signIn } from "./sign_in.mjs";

const PAGES = ["/console", "/console/keys", "/console/audit", "/console/health", "/console/accounts", "/account"];

export async function go({ house, chrome }) {
  house.issue();
  const keeper = account(house, "solveig", "Solveig Mbarga", "issuer,revoker,auditor,administrator");
  await house.serve();
  for (const [language, size] of [["fr", DESK], ["en", PHONE]]) {
    await check(`wrong password (${language})`, async () => {
      const page = await window(chrome, { language, size });
      await page.goto(`${house.url}/${language}/sign-in`);
      await page.locator("#login").fill("nobody");
      await page.locator("#password").fill("wrong");
      await page.locator("#code").fill("123456");
      await page.locator("form:has(#password) button.main").click();
      await page.waitForLoadState();
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
