// The scripts of the pages as modules, from where the service takes them.

import { readFileSync } from "node:fs";

export const root = new URL("../../../", import.meta.url);

const loaded = new Map();

// Node takes a `.js` file of a package that names no type for CommonJS; so each is handed over as
// what it is, with what it imports.
function address(name) {
  if (!loaded.has(name)) {
    const source = readFileSync(new URL(`src/http/assets/${name}`, root), "utf8");
    const linked = source.replace(/from "\.\/([a-z-]+\.js)"/g, (_, other) => `from "${address(other)}"`);
    loaded.set(name, `data:text/javascript;base64,${Buffer.from(linked).toString("base64")}`);
  }
  return loaded.get(name);
}

export const asset = (name) => import(address(name));
