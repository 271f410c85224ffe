// What is asked of every page in every state.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe-core finds wrong, one line each. */
async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
    RULES,
  );
  return found.violations.map(({ id, nodes }) => `axe: ${id} at ${nodes[0].target.join(" ")} (${nodes.length}): ${nodes[0].failureSummary?.split("\n")[1]?.trim()}`);
}

/** Whether the page must be moved sideways to be read. */
async function sideways(page) {
  const over = await page.evaluate(() => {
    const wide = document.scrollingElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= wide) return null;
    const apart = (element) => element.closest(".scroll, .vh, .sprite");
    const guilty = [...document.body.querySelectorAll("*")].find(
      (element) => !apart(element) && element.getBoundingClientRect().right > wide + 1,
    );
    return guilty ? `${guilty.tagName.toLowerCase()}.${guilty.className}` : "?";
  });
  return over ? [`wider than the window: ${over}`] : [];
}

/** Personal data and codes have no place in an address or a title. */
async function tells(page, secrets) {
  const shown = `${decodeURIComponent(page.url())} ${await page.title()}`;
  return secrets.filter((secret) => secret && shown.includes(secret)).map((secret) => `told by address or title: ${secret}`);
}

/** Everything that is the same for every page. */
async function always(page) {
  return page.evaluate(() => {
    const faults = [];
    const levels = [...document.querySelectorAll("h1,h2,h3,h4")].map((it) => Number(it.tagName[1]));
    if (levels.filter((level) => level === 1).length !== 1) faults.push("not exactly one h1");
    if (document.querySelectorAll("[style]").length > 0) faults.push("an inline style");
    if (document.querySelectorAll("script:not([src])").length > 0) faults.push("an inline script");
    if (!document.documentElement.lang) faults.push("no language");
    const text = document.body.innerText;
    // What a missing sentence or value would show.
    for (const sign of [/\b(?:pages|console|organisation|shares|accounts|sessions|papers)-[a-z]+-[a-z]+/, /\{ ?\$?[a-z_]+ ?\}/, /undefined|NaN/]) {
      const found = text.match(sign);
      if (found) faults.push(`unfilled: ${found[0]}`);
    }
    return faults;
  });
}

const ENOUGH = 100_000;

/** Bytes that the page made the browser load, unpacked; a download or a document is not the page. */
async function weight(page) {
  const bytes = await page.evaluate(() => {
    const own = performance.getEntriesByType("navigation")[0]?.decodedBodySize ?? 0;
    const kinds = ["link", "script", "css", "img"];
    const others = performance
      .getEntriesByType("resource")
      .filter((it) => kinds.includes(it.initiatorType) && !it.name.includes("/page.png"));
    return own + others.reduce((sum, it) => sum + it.decodedBodySize, 0);
  });
  return bytes > ENOUGH ? [`${bytes} bytes in all`] : [];
}

/** What moved by itself between its first sight and the first thing that was done. */
async function shifts(page) {
  const moved = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const seen = [];
        let touched = Infinity;
        const watch = (type, told) => new PerformanceObserver((list) => told(list.getEntries())).observe({ type, buffered: true });
        watch("layout-shift", (shifts) => seen.push(...shifts));
        watch("first-input", ([first]) => (touched = first.startTime));
        setTimeout(() => {
          const name = ({ node }) => (node?.nodeType === 1 ? `${node.tagName.toLowerCase()}.${node.className}` : "?");
          const alone = seen.filter((it) => !it.hadRecentInput && it.startTime < touched);
          resolve(alone.map((it) => `${it.value.toFixed(4)} ${it.sources.map(name).join(" ")}`));
        }, 60);
      }),
  );
  return moved.map((it) => `moves by itself: ${it}`);
}

/** A picture for the README, of what is seen without scrolling. */
export async function show(page, folder, name) {
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

let pictures = 0;

/** Keeps what is looked at, for a person to look at too: `SCEAU_PICTURES=DIR tests/browser/run`. */
async function picture(page) {
  const size = page.viewportSize();
  const folder = process.env.SCEAU_PICTURES;
  if (!folder) return;
  pictures += 1;
  const name = `${String(pictures).padStart(3, "0")}${new URL(page.url()).pathname.replaceAll("/", "-")}`;
  for (const [kind, width, colorScheme] of [["desk", 1280, "light"], ["phone", 390, "light"], ["dark", 390, "dark"]]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await page.screenshot({ path: `${folder}/${name}.${kind}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(size);
}

export const SCHEMES = ["light", "dark"];

/**
 * Looks at the page as it is now: both colour schemes, as it is and 320 pixels wide (which is also
 * 1280 pixels at 400 %).
 */
export async function look(page, secrets = []) {
  const faults = [...page.faults.splice(0), ...(await always(page)), ...(await tells(page, secrets)), ...(await weight(page)), ...(await shifts(page))];
  const size = page.viewportSize();
  await picture(page);
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    faults.push(...(await violations(page)).map((fault) => `${colorScheme}: ${fault}`));
  }
  await page.setViewportSize({ width: 320, height: 640 });
  faults.push(...(await sideways(page)), ...(await violations(page)).map((fault) => `narrow: ${fault}`));
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: "light" });
  return faults;
}
