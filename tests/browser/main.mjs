// All journeys, or those that are named. More than one: each in a process of its own, two at a time,
// as most of a journey is waiting; what each has to say is told when it has ended.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { House, browser } from "./house.mjs";
import { end } from "./report.mjs";

// The longest first.
const JOURNEYS = ["operator", "university", "candidate", "employer", "public", "sessions"];
const AT_ONCE = 2;

const named = process.argv.slice(2);
let screenshots;
if (named[0] === "--screenshots") {
  screenshots = path.resolve(named[1]);
  mkdirSync(screenshots, { recursive: true });
  named.splice(0, 2);
}

async function go(name) {
  const folder = mkdtempSync(path.join(tmpdir(), "sceau-browser-"));
  const chrome = await browser();
  try {
    const journey = await import(`./${name}.mjs`);
    const house = await House.open(path.join(folder, name), journey.sections);
    try {
      await journey.go({ house, chrome, screenshots });
    } finally {
      await house.stop();
    }
  } finally {
    await chrome.close();
    rmSync(folder, { recursive: true, force: true });
  }
  end();
}

/** Runs a journey in a process of its own; whether it passed. */
function apart(name) {
  const started = Date.now();
  const env = { ...process.env };
  if (env.SCEAU_PICTURES) {
    env.SCEAU_PICTURES = path.join(env.SCEAU_PICTURES, name);
    mkdirSync(env.SCEAU_PICTURES, { recursive: true });
  }
  const more = screenshots ? ["--screenshots", screenshots] : [];
  const stdio = ["ignore", "pipe", "pipe"];
  const run = spawn(process.execPath, [...process.execArgv, process.argv[1], ...more, name], { env, stdio });
  const said = [];
  run.stdout.on("data", (part) => said.push(part));
  run.stderr.on("data", (part) => said.push(part));
  return new Promise((resolve) => {
    run.on("close", (code) => {
      const seconds = Math.round((Date.now() - started) / 1000);
      console.log(`\n${name} (${seconds} s)\n${Buffer.concat(said)}`.trimEnd());
      resolve(code === 0);
    });
  });
}

async function all(names) {
  const waiting = [...names];
  const failed = [];
  const lane = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
      if (!(await apart(name))) failed.push(name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  console.log(failed.length > 0 ? `\nfailed: ${failed.join(", ")}` : "\nall passed");
  process.exitCode = failed.length > 0 ? 1 : 0;
}

if (named.length === 1) await go(named[0]);
else await all(named.length > 0 ? named : JOURNEYS);
