// @sd-jwt/jwt-status-list: what the Token Status List, as a JWT, says of a certificate.
//
//     conformance/node conformance/credentials/token_list.mjs SITE accept FILE… refuse FILE…
//
// A FILE is a JSON object with the claim `status_list` of a referenced token: its `uri` and `idx`.
// The package reads lists; that a list is signed and current is asked here, of Node itself.

import {createPublicKey, verify} from 'node:crypto';

import {getListFromStatusListJWT} from '@sd-jwt/jwt-status-list';

import {run} from './cases.mjs';

const VALID = 0;

await run(async (text, site) => {
  const {uri, idx} = JSON.parse(text).status_list;
  const token = (await site.text(uri, 'application/statuslist+jwt'))?.trim();
  if (!token) throw new Error(`no token at ${uri}`);
  const [header, claims] = await signed(token, site);
  if (header.typ !== 'statuslist+jwt') throw new Error(`typ ${header.typ}`);
  if (claims.sub !== uri) throw new Error(`a list of ${claims.sub}`);
  if (!(claims.iat <= Date.now() / 1000)) throw new Error('issued in the future');
  if (!(claims.exp > Date.now() / 1000)) throw new Error('the list has expired');
  const status = getListFromStatusListJWT(token).getStatus(idx);
  if (status !== VALID) throw new Error(`status ${status}`);
  return `status ${status}`;
});

async function signed(token, site) {
  const [header, claims, signature] = token.split('.');
  const read = part => JSON.parse(Buffer.from(part, 'base64url'));
  const {kid, alg} = read(header);
  if (kid.split('#')[0] !== site.did.id) throw new Error(`a list by ${kid}`);
  const jwk = await site.jwk(kid);
  if (alg !== 'EdDSA' || !jwk) throw new Error(`no key ${kid} for ${alg}`);
  const key = createPublicKey({key: jwk, format: 'jwk'});
  const bytes = Buffer.from(`${header}.${claims}`);
  if (!verify(null, bytes, key, Buffer.from(signature, 'base64url'))) {
    throw new Error('the signature does not verify');
  }
  return [read(header), read(claims)];
}
