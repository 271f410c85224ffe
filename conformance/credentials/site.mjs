// The issuer's public tree, as `sceau status publish --to DIR` writes it, in the place of the
// network: nothing here opens a connection.

import {readFile} from 'node:fs/promises';
import path from 'node:path';

import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';

/** What a file of the tree may end in, for each media type that may be asked for. */
const ENDINGS = {
  'application/vc': ['', '.json'],
  'application/vc+jwt': ['.jwt'],
  'application/statuslist+jwt': ['', '.jwt'],
};

export class Site {
  #folder;

  constructor(folder, did) {
    this.#folder = folder;
    this.did = did;
    // did:web:HOST is the document at https://HOST/.well-known/did.json (did:web §3).
    this.origin = `https://${decodeURIComponent(did.id.slice('did:web:'.length))}`;
  }

  static async open(folder) {
    const did = JSON.parse(await readFile(path.join(folder, '.well-known', 'did.json'), 'utf8'));
    return new Site(folder, did);
  }

  /** The text at an address of the issuer, or undefined: everywhere else there is nothing. */
  async text(address, type = 'application/vc') {
    const url = new URL(address);
    if (url.origin !== this.origin) return undefined;
    for (const ending of ENDINGS[type]) {
      try {
        return await readFile(path.join(this.#folder, url.pathname + ending), 'utf8');
      } catch (error) {
        if (!['ENOENT', 'EISDIR', 'ENOTDIR'].includes(error.code)) throw error;
      }
    }
    return undefined;
  }

  async json(address) {
    const text = await this.text(address);
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** The DID document of the issuer, or of a key that is its own name (did:key). */
  controller(id) {
    if (id === this.did.id) return this.did;
    if (!id.startsWith('did:key:')) return undefined;
    const publicKeyMultibase = id.slice('did:key:'.length);
    const method = {id: `${id}#${publicKeyMultibase}`, type: 'Multikey', controller: id, publicKeyMultibase};
    return {...this.did, id, verificationMethod: [method], assertionMethod: [method.id]};
  }

  /** The Multikey with this identifier, as a JWK. */
  async jwk(id) {
    const method = this.method(id);
    return method && Ed25519Multikey.toJwk({keyPair: await Ed25519Multikey.from(method)});
  }

  /** The Multikey with this identifier. */
  method(id) {
    const [controller] = id.split('#');
    return this.controller(controller)?.verificationMethod
      .find(method => method.id === id && method.type === 'Multikey');
  }
}
