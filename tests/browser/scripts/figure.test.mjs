// The figure is drawn in the browser as by src/http/pages/figure.rs: the same marks, to the hundredth
// of a millimetre.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { asset, root } from "./assets.mjs";

const { rose, scale } = await asset("figure.js");
// The same drawings as `the_drawings_are_those_of_the_vectors` in src/http/pages/figure.rs.
const vectors = JSON.parse(readFileSync(new URL("tests/vectors/figure/drawn.json", root), "utf8"));
// The lines of the middle are drawn after a file there, and after its rule here.
const HEART = /<path class="heart" d="([^"]*)"\/>/;
const rounded = (svg) => svg.replace(HEART, "");
const numbers = (svg) => svg.match(HEART)[1].match(/[\d.]+/g).map(Number);

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
    const [here, there] = [written(rose(domains, max_level, levels)), inner(drawn.rose)];
    assert.equal(rounded(here), rounded(there));
    assert.equal(numbers(here).length, numbers(there).length);
    numbers(here).forEach((number, place) => assert.ok(Math.abs(number - numbers(there)[place]) < 0.015, `${place}`));
    assert.equal(written(scale(bounds, max_score, score)), inner(drawn.scale));
  });
}

test("there are drawings of more than one framework, and of no level at all", () => {
  assert.ok(new Set(vectors.map(({ framework }) => framework)).size >= 2);
  assert.ok(vectors.some(({ levels }) => levels.every((level) => level === 0)));
});
