// The employer's ways with nothing but a keyboard, and without any script.

import path from "node:path";

import { PHONE, press, window } from "./house.mjs";
import { choose } from "./keys.mjs";
import { look } from "./look.mjs";
import { check, expect } from "./report.mjs";

/** Goes on with Tab until an element has the focus, and sees the focus all the way. */
async function tab(page, selector) {
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press("Tab");
    const { there, seen, what } = await page.evaluate((selector) => {
      const it = document.activeElement;
      const style = getComputedStyle(it);
      const seen = it === document.body || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
      return { there: it.matches(selector), seen, what: `${it.tagName}#${it.id}.${it.className}` };
    }, selector);
    expect(seen, `the focus is not seen on ${what}`);
    if (there) return;
  }
  throw new Error(`Tab does not lead to ${selector}`);
}

/** Whether what is named has the focus, which browsers set when they first draw the page. */
const focused = (page, selector) =>
  page.waitForFunction((wanted) => document.activeElement.matches(wanted), selector, { timeout: 5000 }).then(
    () => true,
    () => false,
  );

async function enter(page) {
  const arrived = page.waitForNavigation({ waitUntil: "load" });
  await page.keyboard.press("Enter");
  await arrived;
}

const chosen = (page, file) => choose(page, () => tab(page, "input[type=file]"), "Enter", file);

async function download(page, house, name) {
  const waiting = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  const file = path.join(house.folder, name);
  await (await waiting).saveAs(file);
  return file;
}

async function keyboard(house, chrome, code, document) {
  const attempt = (what, language, go) =>
    check(`by keyboard: ${what} (${language})`, async () => {
      const page = await window(chrome, { language });
      await page.goto(`${house.url}/${language}`);
      const faults = await go(page);
      await page.context().close();
      return faults;
    });
  for (const language of ["fr", "en"]) {
    await attempt("the skip link leads to what the page is for", language, async (page) => {
      await page.keyboard.press("Tab");
      expect(await focused(page, ".skip"), "Tab does not begin at the skip link");
      await page.keyboard.press("Enter");
      await tab(page, "#code");
    });
    await attempt("types a code, reads the checks, takes both receipts and presents one", language, async (page) => {
      await tab(page, "#code");
      await page.keyboard.type(code);
      await enter(page);
      expect(await focused(page, ".verdict.ok"), "the answer has not the focus");
      await tab(page, ".checks summary");
      await page.keyboard.press("Enter");
      expect((await page.locator(".checks details").first().getAttribute("open")) !== null, "a check does not open");
      await tab(page, "#birth-date");
      await tab(page, "#receipt button:not([formaction])");
      const receipt = await download(page, house, "keyboard.pdf");
      await tab(page, "#receipt button[formaction]");
      await download(page, house, "keyboard.json");
      await tab(page, "a.btn.main");
      await enter(page);
      expect((await page.locator("#code").count()) === 1, "the way to another certificate leads elsewhere");
      const later = await page.context().newPage();
      await later.goto(`${house.url}/${language}`);
      // The window that a key's press may open belongs to the page in front.
      await later.bringToFront();
      await chosen(later, receipt);
      await tab(later, "form[data-file] button");
      await enter(later);
      expect(await focused(later, ".verdict"), "the answer has not the focus");
      expect(/reçu|receipt/i.test(await later.locator("h1").innerText()), await later.locator("h1").innerText());
    });
    await attempt("mistypes a code and is led to the field", language, async (page) => {
      await tab(page, "#code");
      await page.keyboard.type("7K2M-9QXT");
      await page.keyboard.press("Enter");
      await page.locator(".errors[role=alert]").waitFor();
      expect(await focused(page, ".errors"), "the focus does not go to the summary");
      await tab(page, ".errors a");
      await page.keyboard.press("Enter");
      expect(await focused(page, "#code"), "the summary does not lead to the field");
      expect((await page.locator("#code").inputValue()) === "7K2M-9QXT", "what was typed is lost");
      return look(page);
    });
    await attempt("sends a file", language, async (page) => {
      await chosen(page, document);
      await tab(page, "form[data-file] button");
      await enter(page);
      expect(await focused(page, ".verdict.ok"), await page.locator("h1").innerText());
    });
    await attempt("forgets the file", language, async (page) => {
      await tab(page, "form[data-file] button");
      await page.keyboard.press("Enter");
      await page.locator(".errors[role=alert]").waitFor();
      expect(await focused(page, ".errors"), "the focus does not go to the summary");
      return look(page);
    });
  }
  // Once: an address may send three in a day, and the other ways send theirs.
  await attempt("reports a document", "en", async (page) => {
    await tab(page, "footer a[href$='/report']");
    await enter(page);
    await tab(page, "main button.main");
    await enter(page);
    expect(await focused(page, ".errors"), "the focus does not go to the summary");
    await tab(page, ".errors a");
    await page.keyboard.press("Enter");
    expect(await focused(page, "#what"), "the summary does not lead to the field");
    await page.keyboard.type("Le score est collé.");
    await tab(page, "#origin");
    await page.keyboard.type("Un courriel");
    await tab(page, "main button.main");
    await enter(page);
    expect(page.url().endsWith("/report/sent"), page.url());
  });
}

async function scriptless(house, chrome, code, document) {
  const attempt = (what, go) =>
    check(`without scripts: ${what}`, async () => {
      const page = await window(chrome, { language: "fr", size: PHONE, javaScriptEnabled: false });
      await page.goto(house.url);
      await go(page);
      await page.context().close();
    });
  const send = (page, file) => page.locator("#file").setInputFiles(file);
  await attempt("types a code and takes both receipts", async (page) => {
    expect(!(await page.locator("[data-camera]").isVisible()), "a camera is offered that can't be used");
    await page.locator("#code").fill(code.toLowerCase());
    await press(page, page.locator("form[data-code] button.main"));
    expect((await page.locator(".verdict.ok").count()) === 1, await page.locator("h1").innerText());
    for (const [name, button] of [["bare.pdf", "button:not([formaction])"], ["bare.json", "button[formaction]"]]) {
      const waiting = page.waitForEvent("download");
      await page.locator(`#receipt ${button}`).click();
      await (await waiting).saveAs(path.join(house.folder, name));
    }
    for (const name of ["bare.pdf", "bare.json"]) {
      await page.goto(house.url);
      await send(page, path.join(house.folder, name));
      await press(page, page.locator("form[data-file] button"));
      expect(/reçu/i.test(await page.locator("h1").innerText()), name);
    }
  });
  await attempt("asks for the birth date", async (page) => {
    await page.locator("#code").fill(code);
    await press(page, page.locator("form[data-code] button.main"));
    await page.locator("#birth-date").fill("1901-01-01");
    await press(page, page.locator("#birth button"));
    expect((await page.locator(".verdict .tag.bad").count()) === 1, "no answer to the question");
  });
  await attempt("mistypes a code", async (page) => {
    await page.locator("#code").fill("7K2M-9QXT");
    await press(page, page.locator("form[data-code] button.main"));
    expect((await page.locator(".errors[role=alert] a[href='#code']").count()) === 1, "no summary");
    expect((await page.locator("#code[aria-invalid=true]").inputValue()) === "7K2M-9QXT", "what was typed is lost");
    expect(/^Erreur/.test(await page.title()), await page.title());
  });
  await attempt("sends the PDF, then nothing", async (page) => {
    await send(page, document);
    await press(page, page.locator("form[data-file] button"));
    expect((await page.locator(".verdict.ok").count()) === 1, await page.locator("h1").innerText());
    await page.goto(house.url);
    await press(page, page.locator("form[data-file] button"));
    expect((await page.locator(".errors[role=alert]").count()) === 1, "nothing is said of nothing");
  });
  await attempt("reports a document", async (page) => {
    await page.goto(`${house.url}/fr/report`);
    await page.locator("#origin").fill("Un courriel");
    await press(page, page.locator("main button.main"));
    expect((await page.locator(".errors[role=alert] a").count()) === 1, "an empty field is taken");
    expect((await page.locator("#origin").inputValue()) === "Un courriel", "what was typed is lost");
    await page.locator("#what").fill("Le score est collé.");
    await press(page, page.locator("main button.main"));
    expect(page.url().endsWith("/report/sent"), page.url());
  });
  await attempt("opens the QR code's link", async (page) => {
    await page.goto(`${house.url}/fr/v`);
    expect(await page.locator("main .note").isVisible(), "it is not said why nothing happens");
    await page.locator("#code").fill(code);
    await press(page, page.locator("form[data-code] button.main"));
    expect((await page.locator(".verdict.ok").count()) === 1, await page.locator("h1").innerText());
  });
}

export async function plainly(house, chrome, code, document) {
  await keyboard(house, chrome, code, document);
  await scriptless(house, chrome, code, document);
}
