// @digitalcredentials/verifier-core, which the wallets and pages of the DCC verify with: signature,
// dates, status, and whether a registry of issuers names ours.
//
//     conformance/node conformance/credentials/verifier_core.mjs SITE accept FILE… refuse FILE…

import {run} from './cases.mjs';

const REGISTRY = 'https://registry.invalid/registry.json';

// The package asks the network by `fetch` alone; here `fetch` answers from the tree.
let site;
globalThis.fetch = async request => {
  const url = String(request?.url ?? request);
  const text = url === REGISTRY ? JSON.stringify(registry(site)) : await site?.text(url);
  if (text === undefined) return new Response('not in the tree', {status: 404});
  return new Response(text, {headers: {'content-type': 'application/json'}});
};
// It prints that it could not fetch the JSON schema; `badge_shape.mjs` looks at the shape.
console.error = () => {};
const print = console.log;
const {verifyCredential} = await import('@digitalcredentials/verifier-core');

await run(async (text, tree) => {
  site = tree;
  console.log = () => {};
  const result = await verifyCredential({
    credential: JSON.parse(text),
    knownDIDRegistries: [{name: 'a registry', type: 'dcc-legacy', url: REGISTRY}],
    reloadIssuerRegistry: true,
  }).finally(() => (console.log = print));
  const errors = result.errors ?? [];
  const failed = (result.log ?? []).filter(step => !step.valid);
  if (errors.length || failed.length || !result.log?.length) {
    const said = [...errors.map(error => error.name), ...failed.map(said_of)];
    throw new Error(said.join('; ') || 'no answer');
  }
  return result.log.map(step => step.id).join(', ');
});

function said_of(step) {
  return `${step.id}: ${step.error?.name ?? step.error?.message ?? 'not valid'}`;
}

/** A register of issuers, as the DCC publishes one, that names the issuer of this tree alone. */
function registry(tree) {
  const issuer = {name: 'Issuer', location: 'FR', url: tree.origin};
  return {
    meta: {created: '2026-01-01', updated: '2026-01-01'},
    registry: {[tree.did.id]: issuer},
  };
}
