// A service of its own for each run, on loopback, and the browser that looks at it.

import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

import { chromium } from "playwright-core";

export const ROOT = path.resolve(process.env.SCEAU_SOURCE ?? ".");

// Below the ports that systems give to who asks for any: a browser's connections take none of them
// between this answer and its use.
const PORTS = { first: 10000, many: 22000 };
let next = process.pid * 97;

async function freePort() {
  for (let attempt = 0; attempt < PORTS.many; attempt += 1) {
    const port = PORTS.first + (next++ % PORTS.many);
    const free = await new Promise((resolve) => {
      const server = createServer();
      server.on("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw new Error("no port is free");
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class House {
  constructor(folder, port) {
    this.folder = folder;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.program = process.env.SCEAU_PROGRAM ?? path.join(ROOT, "target/debug/sceau");
  }

  /** A register with the example session, served; `sections` are added to the configuration. */
  static async open(folder, sections = "") {
    mkdirSync(folder, { recursive: true });
    const house = new House(folder, await freePort());
    writeFileSync(
      path.join(folder, "sceau.toml"),
      `[service]
public_url = "${house.url}"
listen = "127.0.0.1:${house.port}"

[issuer]
name = "Institut des savoirs numériques"
signatory = "Hortense Lavigerie-Sow"
role = "Directrice de la certification"

[limits]
requests_per_minute = 100000

[telemetry]
filter = "warn"
${sections}`,
    );
    cpSync(path.join(ROOT, "keys.example"), path.join(folder, "keys"), { recursive: true });
    house.run("migrate");
    return house;
  }

  /** Runs a command; its output as text. Ends the run when it fails, unless `codes` has its code. */
  run(...command) {
    const done = this.ask(command);
    if (done.status !== 0) throw new Error(`sceau ${command[0]}: ${done.status} ${done.stderr}`);
    return done.stdout;
  }

  ask(command, input) {
    const file = path.join(this.folder, "sceau.toml");
    const options = { cwd: this.folder, encoding: "utf8", input, maxBuffer: 64 << 20 };
    return spawnSync(this.program, ["--config", file, ...command], options);
  }

  /** Issues the example session; the rows of its issued.csv. */
  issue() {
    const output = path.join(this.folder, "certificates");
    const session = path.join(ROOT, "examples/session.csv");
    // 3: some rows of the example are not awarded.
    const done = this.ask(["issue", session, "--out", output]);
    if (![0, 3].includes(done.status)) throw new Error(`sceau issue: ${done.stderr}`);
    return table(readFileSync(path.join(output, "issued.csv"), "utf8"));
  }

  async serve() {
    const log = openSync(path.join(this.folder, "serve.log"), "a");
    const file = path.join(this.folder, "sceau.toml");
    const stdio = ["ignore", log, log];
    this.process = spawn(this.program, ["--config", file, "serve"], { cwd: this.folder, stdio });
    for (let attempt = 0; attempt < 300; attempt += 1) {
      try {
        if ((await fetch(`${this.url}/readyz`)).ok) return;
      } catch {
        // Not there yet.
      }
      await pause(100);
    }
    throw new Error(`the service is not ready: ${readFileSync(path.join(this.folder, "serve.log"))}`);
  }

  async stop() {
    const running = this.process;
    if (!running) return;
    this.process = undefined;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGTERM");
    await Promise.race([ended, pause(20000)]);
    running.kill("SIGKILL");
  }
}

/** Rows of a table with semicolons, each an object by column. */
export function table(text) {
  const lines = text.replace(/^\uFEFF/, "").trim().split(/\r?\n/);
  const cells = (line) => line.split(";").map((cell) => cell.replace(/^"|"$/g, ""));
  const names = cells(lines[0]);
  return lines.slice(1).map((line) => {
    const values = cells(line);
    return Object.fromEntries(names.map((name, place) => [name, values[place] ?? ""]));
  });
}

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 900 };

export async function browser(more = []) {
  const args = [...more, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args });
}

/**
 * Keeps scripts back until the page is seen, as a slow line does: what they add must have its place
 * already. On a fast machine they come first, and what moves for others would never be noticed.
 */
async function scriptsComeLate(page) {
  const seen = () =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          const paints = new PerformanceObserver(() => resolve());
          paints.observe({ type: "paint", buffered: true });
        }),
    );
  await page.route("**/assets/**/*.js", async (route) => {
    // A page that is left before it is seen, or never seen, gets its scripts all the same.
    await Promise.race([seen().catch(() => {}), pause(2000)]);
    await route.continue().catch(() => {});
  });
}

/** A fresh window, as a stranger has it. */
export async function window(chrome, { size = DESK, scheme = "light", language = "fr", ...more } = {}) {
  const context = await chrome.newContext({
    viewport: size,
    colorScheme: scheme,
    locale: language,
    reducedMotion: "reduce",
    acceptDownloads: true,
    ...more,
  });
  const page = await context.newPage();
  await scriptsComeLate(page);
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(`script: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) {
      page.faults.push(`console: ${message.text()}`);
    }
  });
  page.on("request", (request) => {
    const place = new URL(request.url());
    if (place.protocol.startsWith("http") && place.hostname !== "127.0.0.1") {
      page.faults.push(`asks ${place.hostname}`);
    }
  });
  return page;
}

/** Presses what sends a form or leads elsewhere, and waits until the next page is there. */
export async function press(page, what) {
  const arrived = page.waitForNavigation({ waitUntil: "load", timeout: 60000 });
  await what.click();
  await arrived;
}
