// Somebody opens the private link that came by mail.

import { PHONE, window } from "./house.mjs";
import { look } from "./look.mjs";
import { check, expect } from "./report.mjs";

export async function go({ house, chrome }) {
  const issued = house.issue();
  const [{ code, link }] = issued;
  await house.serve();
  for (const language of ["fr", "en"]) {
    await check(`opens the link (${language})`, async () => {
      const page = await window(chrome, { language, size: PHONE });
      const [address, secret] = link.split("#");
      await page.goto(`${address.replace("/c", `/${language}/c`)}#${secret}`);
      await page.locator(".big").waitFor();
      const download = page.waitForEvent("download");
      await page.locator("form[action$='/c/document'] button").first().click();
      const file = await download;
      expect(file.suggestedFilename().endsWith(".pdf"), file.suggestedFilename());
      const faults = await look(page, [code, secret]);
      await page.context().close();
      return faults;
    });
  }
}
