// All journeys, or those that are named.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { House, browser } from "./house.mjs";
import { end } from "./report.mjs";

const JOURNEYS = ["public", "employer", "candidate", "university", "operator", "sessions"];

const named = process.argv.slice(2);
let screenshots;
if (named[0] === "--screenshots") {
  screenshots = path.resolve(named[1]);
  mkdirSync(screenshots, { recursive: true });
  named.splice(0, 2);
}

const folder = mkdtempSync(path.join(tmpdir(), "sceau-browser-"));
const chrome = await browser();
try {
  for (const name of named.length > 0 ? named : JOURNEYS) {
    console.log(`\n${name}`);
    const journey = await import(`./${name}.mjs`);
    const house = await House.open(path.join(folder, name), journey.sections);
    try {
      await journey.go({ house, chrome, screenshots });
    } finally {
      await house.stop();
    }
  }
} finally {
  await chrome.close();
  rmSync(folder, { recursive: true, force: true });
}
end();
