// What the checks in JavaScript have in common: their command line, and one line of answer a file.
//
//     conformance/node conformance/credentials/NAME.mjs SITE accept FILE… refuse FILE…

import {readFile} from 'node:fs/promises';

import {Site} from './site.mjs';

/** Asks `judge(text, site)` about every file; it answers what it saw, or throws what it minds. */
export async function run(judge) {
  const [folder, ...rest] = process.argv.slice(2);
  if (!rest.length) {
    console.error('usage: NAME.mjs SITE accept FILE… refuse FILE…');
    process.exit(2);
  }
  const site = await Site.open(folder);
  let expected;
  let failed = false;
  for (const word of rest) {
    if (word === 'accept' || word === 'refuse') {
      expected = word;
      continue;
    }
    const seen = await answer(judge, word, site);
    failed ||= seen.answer !== expected;
    const mark = seen.answer === expected ? 'ok' : 'FAIL';
    console.log([mark.padEnd(4), seen.answer, word, seen.said].join('\t'));
  }
  process.exitCode = failed ? 1 : 0;
}

async function answer(judge, file, site) {
  try {
    const said = await judge(await readFile(file, 'utf8'), site);
    return {answer: 'accept', said};
  } catch (error) {
    return {answer: 'refuse', said: reasons(error).join('; ').replaceAll(/\s+/g, ' ')};
  }
}

/** The messages of an error and of those it wraps; libraries hide the reason two levels down. */
function reasons(error) {
  const inner = [...(error?.errors ?? []), ...(error?.cause ? [error.cause] : [])];
  const below = inner.flatMap(reasons);
  return [...new Set([...(below.length ? [] : [error?.message ?? String(error)]), ...below])];
}
