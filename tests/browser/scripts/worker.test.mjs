// The worker keeps the page that reads seals and what it is made of, and nothing else: it never stands
// between anybody and an answer about a certificate.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { runInNewContext } from "node:vm";

import { root } from "./assets.mjs";

const script = (name) => readFileSync(new URL(`src/http/assets/${name}`, root), "utf8");
const HEAD = 'const VERSION = "2";\nconst PAGES = ["/fr/v", "/en/v"];\nconst FILES = ["/assets/2/desk.js"];\n';
const HOME = "https://sceau.example";

/** A worker with its caches, as far as it uses them. */
function worker({ language = "fr-FR", away = false } = {}) {
  const caches = new Map();
  const path = (request) => new URL(request.url ?? request, HOME).pathname;
  const named = (name) => {
    if (!caches.has(name)) caches.set(name, new Map());
    const kept = caches.get(name);
    return { addAll: async (paths) => paths.forEach((it) => kept.set(it, `kept ${it}`)) };
  };
  const listeners = {};
  const world = {
    addEventListener: (kind, listener) => (listeners[kind] = listener),
    caches: {
      open: async (name) => named(name),
      keys: async () => [...caches.keys()],
      delete: async (name) => caches.delete(name),
      match: async (request) => [...caches.values()].map((kept) => kept.get(path(request))).find(Boolean),
    },
    clients: { claim: async () => {} },
    skipWaiting: async () => {},
    fetch: async (request) => {
      if (away) throw new TypeError("away");
      return `fetched ${path(request)}`;
    },
    Response: { error: () => "an error" },
    AbortSignal,
    URL,
    location: { origin: HOME },
    navigator: { language },
  };
  runInNewContext(HEAD + script("sw.js"), world);
  const told = async (kind) => {
    let until;
    listeners[kind]({ waitUntil: (promise) => (until = promise) });
    await until;
  };
  const ask = async (where, { method = "GET", mode = "navigate" } = {}) => {
    let answer;
    const url = new URL(where, HOME).href;
    listeners.fetch({ request: { method, mode, url }, respondWith: (promise) => (answer = promise) });
    return answer;
  };
  return { caches, told, ask };
}

test("what the page is made of is kept, and what an older version kept is swept", async () => {
  const { caches, told } = worker();
  caches.set("sceau-shell-1", new Map());
  caches.set("sceau-kept", new Map());
  await told("install");
  await told("activate");
  assert.deepEqual([...caches.keys()].sort(), ["sceau-kept", "sceau-shell-2"]);
  assert.deepEqual([...caches.get("sceau-shell-2").keys()], ["/fr/v", "/en/v", "/assets/2/desk.js"]);
});

test("with a network the page is the service's; its files are those that were kept", async () => {
  const { told, ask } = worker();
  await told("install");
  assert.equal(await ask("/fr/v"), "fetched /fr/v");
  assert.equal(await ask("/assets/2/desk.js", { mode: "cors" }), "kept /assets/2/desk.js");
});

test("without a network the page is the one that was kept, in the language asked for", async () => {
  const french = worker({ away: true });
  await french.told("install");
  assert.equal(await french.ask("/en/v"), "kept /en/v");
  assert.equal(await french.ask("/V"), "kept /fr/v");
  const english = worker({ away: true, language: "de" });
  assert.equal(await english.ask("/v"), "an error");
  await english.told("install");
  assert.equal(await english.ask("/v"), "kept /en/v");
});

test("no other page, no answer and no other service passes through it", async () => {
  const { told, ask } = worker();
  await told("install");
  for (const where of ["/", "/fr", "/fr/verify", "/fr/c", "/fr/console", "/tsl/1", "/.well-known/jwks.json", "/healthz", "https://other.example/fr/v"]) {
    assert.equal(await ask(where), undefined, where);
  }
  assert.equal(await ask("/fr/verify", { method: "POST" }), undefined);
  assert.equal(await ask("/fr/v", { method: "POST" }), undefined);
  assert.equal(await ask("/fr/v", { mode: "cors" }), undefined);
});

/** A page with one form, as far as the script of private links uses it. */
function opened(hash) {
  const done = [];
  const form = { dataset: { fragment: "token" }, elements: { token: {} }, submit: () => done.push("sent") };
  runInNewContext(script("sceau.js"), {
    document: { querySelector: () => form },
    location: { hash, pathname: "/fr/c" },
    history: { replaceState: (_state, _title, address) => done.push(address) },
  });
  return { done, token: form.elements.token.value };
}

test("the secret of a private link leaves the address before it is posted", () => {
  const secret = "a".repeat(43);
  assert.deepEqual(opened(`#${secret}`), { done: ["/fr/c", "sent"], token: secret });
  assert.deepEqual(opened("#main"), { done: [], token: undefined });
  assert.deepEqual(opened(""), { done: [], token: undefined });
});
