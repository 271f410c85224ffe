// Pages that anybody may read, in both languages.

import { execFileSync } from "node:child_process";
import path from "node:path";

import { ROOT, window } from "./house.mjs";
import { look } from "./look.mjs";
import { check, expect } from "./report.mjs";

const PAGES = [
  "", "/c", "/r", "/s", "/v", "/nowhere", "/levels", "/levels/2.2", "/how", "/accessibility", "/privacy",
  "/gallery", "/report", "/sign-in",
];

export async function go({ house, chrome }) {
  await check("scripts, on their own", () => {
    const scripts = path.join(ROOT, "tests/browser/scripts");
    execFileSync(process.execPath, ["--test", scripts], { cwd: ROOT, encoding: "utf8" });
  });
  await house.serve();
  for (const language of ["fr", "en"]) {
    const page = await window(chrome, { language });
    const gallery = [];
    for (const place of PAGES) {
      await check(`/${language}${place}`, async () => {
        await page.goto(`${house.url}/${language}${place}`);
        const spoken = await page.evaluate(() => document.documentElement.lang);
        expect(spoken === language, `speaks ${spoken}`);
        if (place === "/gallery") {
          const links = await page.locator("main a[href*='/gallery/']").evaluateAll((all) => all.map((it) => it.pathname));
          gallery.push(...new Set(links));
          expect(gallery.length >= 8, `${gallery.length} verdicts`);
        }
        return look(page);
      });
    }
    for (const place of gallery) {
      await check(place, async () => {
        await page.goto(house.url + place);
        expect((await page.locator(".verdict").count()) > 0, "no verdict");
        return look(page);
      });
    }
    await page.context().close();
  }
}
