// A page without a mouse: every stop of the Tab key must be seen.

import { expect } from "./report.mjs";

/** What has the focus, and whether that can be seen. */
async function stop(page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return { name: "nothing", seen: true };
    const style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    // Within a date the browser marks the part that has the focus.
    if (at.type === "date") return { name: "a date", seen: inside };
    const name = `${at.tagName.toLowerCase()}${at.id ? `#${at.id}` : ""} ${(at.innerText ?? "").slice(0, 30)}`;
    return { name, seen: outlined && inside };
  });
}

/** Presses Tab until what is wanted has the focus; fails on a stop that can't be seen. */
export async function tabTo(page, selector) {
  for (let presses = 0; presses < 150; presses += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press("Tab");
    const { name, seen } = await stop(page);
    expect(seen, `the focus is not seen at ${name}`);
  }
  throw new Error(`Tab never comes to ${selector}`);
}

/** Presses a key and waits for the page that it leads to. */
export async function keyTo(page, key) {
  const arrived = page.waitForNavigation({ waitUntil: "load", timeout: 60000 });
  await page.keyboard.press(key);
  await arrived;
}

/** After an error the summary has the focus, is announced, and leads to the field that it names. */
export async function announced(page, field) {
  const summary = page.locator(".errors[role=alert]");
  expect((await summary.count()) === 1, "no error is announced");
  // Browsers move the focus when they first draw the page.
  const focused = page.waitForFunction(() => document.activeElement?.classList.contains("errors"), null, { timeout: 5000 });
  expect(await focused.catch(() => false), "the summary of errors has not the focus");
  const link = summary.locator(`a[href="#${field}"]`);
  expect((await link.count()) === 1, `the summary does not lead to #${field}`);
  await tabTo(page, `.errors a[href="#${field}"]`);
  await page.keyboard.press("Enter");
  const at = page.locator(`#${field}`);
  expect((await at.getAttribute("aria-invalid")) === "true" || (await at.locator("input").count()) > 0, `#${field} is not marked`);
  expect((await page.title()).match(/^(Erreur|Error)/), `the title tells no error: ${await page.title()}`);
}
