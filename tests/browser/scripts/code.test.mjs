// A typed code is judged in the browser as by src/credential/code.rs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { asset, root } from "./assets.mjs";

const { before, grouped, isSeal, parse, place } = await asset("code.js");
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// The same vectors as `the_vectors_are_read_as_they_say` in src/credential/code.rs.
const vectors = JSON.parse(readFileSync(new URL("tests/vectors/code/typed.json", root), "utf8"));

test("codes are read and refused as the vectors say", () => {
  for (const { typed, ...expected } of vectors) assert.deepEqual(parse(typed), expected, typed);
});

test("every single wrong symbol and every swap is caught", () => {
  for (const { code } of vectors.slice(0, 4)) {
    assert.deepEqual(parse(code), { code });
    for (let at = 0; at < code.length; at += 1) {
      for (const wrong of ALPHABET) {
        if (wrong === code[at]) continue;
        const typed = code.slice(0, at) + wrong + code.slice(at + 1);
        assert.deepEqual(parse(typed), { fault: "typo" }, typed);
      }
      for (let other = at + 1; other < code.length; other += 1) {
        if (code[at] === code[other]) continue;
        const swapped = [...code];
        [swapped[at], swapped[other]] = [swapped[other], swapped[at]];
        assert.deepEqual(parse(swapped.join("")), { fault: "typo" });
      }
    }
  }
});

test("what is typed is grouped as printed", () => {
  assert.equal(grouped("7k2m9"), "7K2M-9");
  assert.equal(grouped("7k2m"), "7K2M");
  assert.equal(grouped("7k2m 9qxt 4bwf hr"), "7K2M-9QXT-4BWF-HR");
  assert.equal(grouped("https://sceau.example/v#12"), "https://sceau.example/v#12");
  assert.equal(grouped("7K2M-9QXT-4BWF-HRXX"), "7K2M-9QXT-4BWF-HRXX");
  assert.equal(grouped(""), "");
});

test("the caret stays behind the sign it stood behind", () => {
  const shown = grouped("7k2m9q");
  assert.equal(before("7k2m9", 5), 5);
  assert.equal(place(shown, 5), 6);
  assert.equal(place(shown, 4), 4);
  assert.equal(place(shown, 6), 7);
});

test("a pasted seal is no code", () => {
  assert.ok(isSeal("HTTPS://SCEAU.EXAMPLE/V#0651"));
  assert.ok(isSeal("1".repeat(200)));
  assert.ok(!isSeal("7K2M-9QXT-4BWF-HR"));
});
