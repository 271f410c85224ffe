// The figure is drawn in the browser as by src/http/pages/figure.rs: the same marks, to the hundredth
// of a millimetre.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { asset, root } from "./assets.mjs";

const { rose, scale } = await asset("figure.js");
// The same drawings as `the_drawings_are_those_of_the_vectors` in src/http/pages/figure.rs.
const vectors = JSON.parse(readFileSync(new URL("tests/vectors/figure/drawn.json", root), "utf8"));
const heart = readFileSync(new URL("src/http/assets/heart.txt", root), "utf8").trim();

const written = (shapes) =>
  shapes
    .map(([name, marks, text]) => {
      const attributes = Object.entries(marks).map(([name, value]) => ` ${name}="${value}"`);
      return `<${name}${attributes.join("")}${text === undefined ? "/>" : `>${text}</${name}>`}`;
    })
    .join("");

const inner = (svg) => svg.replace(/^<svg[^>]*>/, "").replace(/<\/svg>$/, "");

for (const { framework, domains, max_level, max_score, bounds, levels, score, ...drawn } of vectors) {
  test(`${framework}: ${levels.join(" ")}`, () => {
    assert.equal(written(rose(domains, max_level, levels, heart)), inner(drawn.rose));
    assert.equal(written(scale(bounds, max_score, score)), inner(drawn.scale));
  });
}

test("there are drawings of more than one framework, and of no level at all", () => {
  assert.ok(new Set(vectors.map(({ framework }) => framework)).size >= 2);
  assert.ok(vectors.some(({ levels }) => levels.every((level) => level === 0)));
});
