// Accounts made by the command line, and signing in as a person does.

import { createHmac } from "node:crypto";

import { press } from "./house.mjs";
import { expect } from "./report.mjs";

/** A new account; its login, password and second factor. */
export function account(house, login, name, roles, client) {
  const command = ["--json", "accounts", "add", login, "--name", name, "--role", roles];
  if (client) command.push("--client", client);
  const made = JSON.parse(house.run(...command));
  return { login, name, password: made.password, secret: made.second_factor.secret, step: -1 };
}

function base32(text) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = "";
  for (const symbol of text.replace(/[= ]/g, "").toUpperCase()) {
    bits += alphabet.indexOf(symbol).toString(2).padStart(5, "0");
  }
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

/** The authenticator's code (RFC 6238); one that was used is not given again. */
export async function code(account) {
  let step = Math.floor(Date.now() / 30000);
  while (step <= account.step) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    step = Math.floor(Date.now() / 30000);
  }
  account.step = step;
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", base32(account.secret)).update(counter).digest();
  const place = mac[19] & 15;
  return String((mac.readUInt32BE(place) & 0x7fffffff) % 1000000).padStart(6, "0");
}

export async function signIn(page, house, account, language, next = "/console") {
  await page.goto(`${house.url}/${language}${next}`);
  expect(page.url().includes("/sign-in"), `a stranger sees ${page.url()}`);
  await page.locator("#login").fill(account.login);
  await page.locator("#password").fill(account.password);
  await page.locator("#code").fill(await code(account));
  await press(page, page.locator("form:has(#password) button.main"));
  expect(!page.url().includes("/sign-in"), `not signed in: ${await page.locator("main").innerText()}`);
}
