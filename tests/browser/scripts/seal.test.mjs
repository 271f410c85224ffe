// The seal is read and refused in the browser as everywhere: every vector of docs/seal-format.md.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

import { asset, root } from "./assets.mjs";

const { bytesOf, isAble, takeApart, verify } = await asset("seal.js");
const folder = new URL("tests/vectors/seal/", root);
const keys = JSON.parse(readFileSync(new URL("keys.json", folder), "utf8"));
const text = (name) => readFileSync(new URL(name, folder), "utf8");
const vectors = readdirSync(folder).filter((name) => name.endsWith(".txt"));

test("this engine can verify Ed25519", async () => assert.equal(await isAble(), true));

test("there are vectors of both kinds", () => {
  assert.ok(vectors.filter((name) => name.startsWith("valid_")).length >= 6);
  assert.ok(vectors.filter((name) => name.startsWith("fail_")).length >= 30);
});

for (const name of vectors) {
  test(name, async () => {
    const { state } = await verify(text(name), keys);
    assert.equal(state === "good", name.startsWith("valid_"), state);
  });
}

test("what is wrong is told apart", async () => {
  const state = async (name) => (await verify(text(name), keys)).state;
  assert.equal(await state("fail_signature_changed.txt"), "altered");
  assert.equal(await state("fail_name_changed.txt"), "altered");
  assert.equal(await state("fail_unknown_key.txt"), "unknown-key");
  assert.equal(await state("fail_key_compromised.txt"), "key-refused");
  assert.equal(await state("fail_seal_cut.txt"), "malformed");
});

test("the worked example says what the page of the format says", async () => {
  const { claims } = await verify(text("valid_certificate.txt"), keys);
  assert.deepEqual(claims, {
    issuedAt: 1780992000,
    id: "0197a3c2-5f00-7abc-8def-0123456789ab",
    framework: "crcn",
    frameworkVersion: 1,
    language: "fr",
    lastName: "Kervadec-Oduya",
    firstName: "Maëlle",
    birthDay: 10299,
    score: 487,
    degraded: false,
    levels: [5, 4, 3, 5, 4, 6, 3, 4, 3, 5, 2, 4, 5, 3, 3, 2],
    examDay: 20594,
    list: 1,
    index: 94567,
  });
});

test("every single changed byte is refused", async () => {
  const bytes = bytesOf(text("valid_certificate.txt"));
  assert.ok(takeApart(bytes));
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Uint8Array.from(bytes);
    changed[at] ^= 1;
    // Either no seal at all, or other bytes are signed or the signature is another.
    try {
      const parts = takeApart(changed);
      const whole = Buffer.concat([parts.signed, parts.signature, Buffer.from(parts.kid)]);
      const before = takeApart(bytes);
      assert.notDeepEqual(whole, Buffer.concat([before.signed, before.signature, Buffer.from(before.kid)]));
    } catch (error) {
      assert.ok(error instanceof Error);
    }
  }
});
