// Pages that anybody may read, in both languages.

import { window } from "./house.mjs";
import { look } from "./look.mjs";
import { check, expect } from "./report.mjs";

const PAGES = ["", "/c", "/r", "/v", "/nowhere"];

export async function go({ house, chrome }) {
  await house.serve();
  for (const language of ["fr", "en"]) {
    const page = await window(chrome, { language });
    for (const path of PAGES) {
      await check(`/${language}${path}`, async () => {
        await page.goto(`${house.url}/${language}${path}`);
        const spoken = await page.evaluate(() => document.documentElement.lang);
        expect(spoken === language, `speaks ${spoken}`);
        return look(page);
      });
    }
    await page.context().close();
  }
}
