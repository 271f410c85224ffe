// Names what was tried, counts what failed.

let failed = 0;
let passed = 0;

/** One thing that is tried; it fails by throwing, or by giving lines. */
export async function check(name, attempt) {
  let faults;
  try {
    faults = (await attempt()) ?? [];
  } catch (error) {
    faults = [error.stack ?? String(error)];
  }
  if (faults.length === 0) {
    passed += 1;
    console.log(`ok      ${name}`);
    return;
  }
  failed += 1;
  console.log(`FAILED  ${name}`);
  for (const fault of faults) console.log(`        ${fault}`);
}

export function end() {
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}

/** Fails with what was expected. */
export function expect(condition, what) {
  if (!condition) throw new Error(what);
}
