// Somebody opens the private link that came by mail.

import { PHONE, press, window } from "./house.mjs";
import { look, show } from "./look.mjs";
import { check, expect } from "./report.mjs";

export async function go({ house, chrome, screenshots }) {
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
      await show(page, screenshots, `candidate-${language}`);
      await page.context().close();
      return faults;
    });
  }
  await check("makes a share link, opens it as a stranger, withdraws it", async () => {
    const page = await window(chrome, { language: "fr", size: PHONE });
    const [address, secret] = link.split("#");
    await page.goto(`${address.replace("/c", "/fr/c")}#${secret}`);
    await page.locator(".big").waitFor();
    await page.locator("details:has(#purpose) summary").first().click();
    await press(page, page.locator("form:has(#purpose) button.main"));
    expect((await page.locator("#purpose").getAttribute("aria-invalid")) === "true", "an empty purpose is taken");
    const faults = await look(page, [code, secret]);
    await page.locator("#purpose").fill("Candidature");
    await page.locator("input[name=shows][value=least_score]").check();
    await page.locator("#least-score").fill("100");
    await press(page, page.locator("form:has(#purpose) button.main"));
    const text = await page.locator("main").innerText();
    const values = await page.locator("main input[readonly]").evaluateAll((all) => all.map((it) => it.value));
    const shared = [text, ...values].join(" ").match(/http:\/\/127\.0\.0\.1:\d+(?:\/fr)?\/s#[\w-]+/)?.[0];
    expect(shared, `no link to share in: ${text.slice(0, 400)}`);
    faults.push(...(await look(page, [code, secret])));
    const stranger = await window(chrome, { language: "en" });
    await stranger.goto(shared);
    await stranger.locator(".verdict.ok").waitFor();
    const seen = await stranger.locator("main").innerText();
    expect(!/895/.test(seen) && !seen.includes(code), "more is shown than was shared");
    faults.push(...(await look(stranger, [code, shared.split("#")[1]])));
    await press(page, page.locator("form[action$='/c/share/withdraw'] button").first());
    const late = await window(chrome, { language: "en" });
    await late.goto(shared);
    await late.locator(".errors").waitFor();
    faults.push(...(await look(late)));
    for (const it of [page, stranger, late]) await it.context().close();
    return faults;
  });
}
