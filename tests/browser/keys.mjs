// Moving through a page with the keyboard alone.

import { expect } from "./report.mjs";

/** Presses Tab until what is named has the focus, which must be seen at each step. */
export async function reach(page, selector, most = 150) {
  for (let turn = 0; turn < most; turn += 1) {
    const at = await page.evaluate((wanted) => {
      const now = document.activeElement;
      const style = getComputedStyle(now);
      // The browser marks the part of a date that has the focus.
      const seen = now.type === "date" || now === document.body || now.id === "main" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
      return { there: now.matches(wanted), seen, what: `${now.tagName.toLowerCase()}#${now.id}` };
    }, selector);
    expect(at.seen, `the focus is not seen on ${at.what}`);
    if (at.there) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${selector}`);
}

/** Reaches a field, empties it and types. */
export async function type(page, selector, text) {
  await reach(page, selector);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

/** Reaches a button or link, presses it, and waits for the page that follows. */
export async function enter(page, selector) {
  await reach(page, selector);
  const arrived = page.waitForNavigation({ waitUntil: "load", timeout: 60000 });
  await page.keyboard.press("Enter");
  await arrived;
}

/**
 * Reaches a file field, whose key opens the system's own window. The browser must know in good time
 * that the window is caught; if it opens none, people press again.
 */
export async function choose(page, reaching, key, file) {
  const waiting = page.waitForEvent("filechooser");
  waiting.catch(() => {});
  await reaching();
  let chooser;
  for (let turn = 0; !chooser && turn < 3; turn += 1) {
    await page.keyboard.press(key);
    chooser = await Promise.race([waiting, page.waitForTimeout(8000)]);
  }
  expect(chooser, `${key} on the field opens no window`);
  await chooser.setFiles(file);
}
