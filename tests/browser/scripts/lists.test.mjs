// A status list that was kept is believed in the browser only as far as its signature, its name and
// its dates go: the files that version 1 made for good (tests/golden/v1), and what could be made of them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { asset, root } from "./assets.mjs";

const { stateIn } = await asset("lists.js");
const { verify } = await asset("seal.js");

const golden = (name) => readFileSync(new URL(`tests/golden/v1/${name}`, root), "utf8");
const keys = JSON.parse(golden("jwks.json"));
const ISSUER = "did:web:certificats.example.org";
const URL_OF = "https://certificats.example.org";
const at = (text) => Date.parse(text) / 1000;
const MADE = at("2026-07-05T10:00:00Z");
const NOW = MADE + 86400;
const token = (list) => golden(`status-token-jwt-${list}`);
const ask = (text, place, { jwks = keys, issuer = ISSUER, url = URL_OF, now = NOW } = {}) =>
  stateIn(text, place, jwks, issuer, url, now);

test("what the lists of the archive say of its certificates", async () => {
  const states = {};
  for (const number of [1, 2, 4]) {
    const { claims } = await verify(golden(`${number}.qr.txt`), keys);
    states[number] = await ask(token(claims.list), claims);
  }
  assert.deepEqual(states, {
    1: { state: "revoked", at: MADE },
    2: { state: "valid", at: MADE },
    4: { state: "valid", at: MADE },
  });
});

const PLACE = { list: 2, index: 90627 };

test("a list that is over or not yet made says nothing, and only the first says until when", async () => {
  const until = MADE + 7 * 86400;
  assert.equal((await ask(token(2), PLACE, { now: until - 1 })).state, "revoked");
  assert.deepEqual(await ask(token(2), PLACE, { now: until }), { state: "unknown", until });
  assert.equal((await ask(token(2), PLACE, { now: MADE - 300 })).state, "revoked");
  assert.deepEqual(await ask(token(2), PLACE, { now: MADE - 301 }), { state: "unknown" });
});

const unknown = { state: "unknown" };

test("a list counts for its own number, issuer and service only", async () => {
  assert.deepEqual(await ask(token(1), PLACE), unknown);
  assert.deepEqual(await ask(token(2), PLACE, { issuer: "did:web:other.example" }), unknown);
  assert.deepEqual(await ask(token(2), PLACE, { url: "https://other.example" }), unknown);
});

test("a key that is not published, or was not safe any more, signs no list", async () => {
  assert.deepEqual(await ask(token(2), PLACE, { jwks: { keys: [] } }), unknown);
  const changed = (more) => ({ keys: keys.keys.map((key) => (key.kid === "c-2026-3" ? { ...key, ...more } : key)) });
  assert.deepEqual(await ask(token(2), PLACE, { jwks: changed({ compromised_at: MADE - 1 }) }), unknown);
  assert.deepEqual(await ask(token(2), PLACE, { jwks: changed({ x: keys.keys[0].x }) }), unknown);
});

test("what is cut, lengthened or missing says nothing", async () => {
  const [head, body, signature] = token(2).trim().split(".");
  for (const text of ["", "<!doctype html>", `${head}.${body}`, `${head}.${body}.`, `${head}.${body}.${signature}.${signature}`, `${head}.${body.slice(4)}.${signature}`]) {
    assert.deepEqual(await ask(text, PLACE), unknown, text.slice(0, 20));
  }
});

test("no single changed sign makes a revoked certificate valid", async () => {
  const text = token(2).trim();
  for (let place = 0; place < text.length; place += 1) {
    const other = text[place] === "A" ? "B" : "A";
    const { state } = await ask(text.slice(0, place) + other + text.slice(place + 1), PLACE);
    assert.notEqual(state, "valid", `sign ${place}`);
  }
});

test("a place outside the list says nothing", async () => {
  assert.deepEqual(await ask(token(2), { list: 2, index: 131072 }), unknown);
});

// Lists of our own key, to say what no archive does.
const encoded = (value) => Buffer.from(value).toString("base64url");
const pair = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
const own = { ...(await crypto.subtle.exportKey("jwk", pair.publicKey)), kid: "own", alg: "EdDSA", use: "sig", nbf: MADE - 60 };

async function signed(bytes, { header = {}, claims = {}, status = {} } = {}) {
  const compressed = new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate")));
  const lst = encoded(await compressed.arrayBuffer());
  const head = { alg: "EdDSA", typ: "statuslist+jwt", kid: `${ISSUER}#own`, ...header };
  const body = { iss: ISSUER, sub: `${URL_OF}/tsl/1`, iat: MADE, exp: MADE + 604800, status_list: { bits: 2, lst, ...status }, ...claims };
  const text = `${encoded(JSON.stringify(head))}.${encoded(JSON.stringify(body))}`;
  const signature = await crypto.subtle.sign("Ed25519", pair.privateKey, new TextEncoder().encode(text));
  return `${text}.${encoded(signature)}`;
}
const asked = async (index, ...made) => (await ask(await signed(...made), { list: 1, index }, { jwks: { keys: [own] } })).state;

test("the four values of a place", async () => {
  const bytes = Uint8Array.of(0b11100100);
  const states = [];
  for (const index of [0, 1, 2, 3]) states.push(await asked(index, bytes));
  assert.deepEqual(states, ["valid", "revoked", "suspended", "unknown"]);
});

test("a list of another kind says nothing", async () => {
  const bytes = Uint8Array.of(0);
  assert.equal(await asked(0, bytes), "valid");
  assert.equal(await asked(0, bytes, { header: { alg: "none" } }), "unknown");
  assert.equal(await asked(0, bytes, { header: { typ: "JWT" } }), "unknown");
  assert.equal(await asked(0, bytes, { header: { crit: ["exp"] } }), "unknown");
  assert.equal(await asked(0, bytes, { status: { bits: 1 } }), "unknown");
  assert.equal(await asked(0, bytes, { claims: { exp: undefined } }), "unknown");
});

test("a list that unpacks to more than a list is not unpacked", async () => {
  assert.equal(await asked(0, new Uint8Array(32768)), "valid");
  assert.equal(await asked(0, new Uint8Array(32769)), "unknown");
});
