// What is wrong with a file is told before it is sent, and nothing that the service reads is refused.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { asset, root } from "./assets.mjs";

const { faultOf } = await asset("file.js");
const { sealAmong } = await asset("code.js");
const fault = (contents, most = 10 << 20) => faultOf(new Blob([contents]), most);
const golden = (name) => readFileSync(new URL(`tests/golden/v1/${name}`, root));

test("everything that was ever issued may be sent", async () => {
  for (const name of ["1.pdf", "1.qr.png", "1.badge.png", "1.badge.svg", "1.credential.json", "1.credential.jwt"]) {
    assert.equal(await fault(golden(name)), undefined, name);
  }
});

test("a JPEG, a PDF with something before it and JSON with a mark may be sent", async () => {
  for (const contents of [Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), `${" ".repeat(1000)}%PDF-1.7`, "\ufeff\n{}"]) {
    assert.equal(await fault(contents), undefined);
  }
});

test("what can't be read is named", async () => {
  assert.equal(await faultOf(undefined, 1), "no-file");
  assert.equal(await fault("%PDF-", 4), "too-large");
  assert.equal(await fault("\0\0\0\x18ftypheic"), "heic");
  assert.equal(await fault("\0\0\0\x18ftypavif"), "heic");
  assert.equal(await fault("PK\x03\x04"), "wrong");
  assert.equal(await fault(""), "wrong");
  assert.equal(await fault(`${" ".repeat(1030)}%PDF-1.7`), "wrong");
});

test("among what a camera sees, the seal is found", () => {
  const seal = golden("1.qr.txt").toString().trim();
  assert.equal(sealAmong(["https://example.org", seal]), seal);
  assert.equal(sealAmong([seal.split("#")[1]]), seal.split("#")[1]);
  assert.equal(sealAmong(["https://example.org/#12", "WIFI:S:x;;", ""]), undefined);
});
