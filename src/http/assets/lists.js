// Reads a signed Token Status List (docs/status.md) and says what stands at a place of it.

import { counts, signer } from "./seal.js";

// 131,072 places of two bits.
const MOST_BYTES = 32768;

const decoded = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};
const json = (part) => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(decoded(part)));

// Unpacks no more than a list can hold.
async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader();
  const whole = new Uint8Array(MOST_BYTES);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return whole.subarray(0, length);
    if (length + value.length > MOST_BYTES) throw new Error("too large");
    whole.set(value, length);
    length += value.length;
  }
}

// What the list says: { state: "valid" | "revoked" | "suspended", at } or { state: "unknown" },
// with `until` if its time is over. `issuer` is the DID that must have signed, `address` the list's.
export async function stateIn(token, { list, index }, jwks, issuer, url, now) {
  try {
    const [head, body, signature, ...more] = token.trim().split(".");
    const header = json(head);
    const good = !more.length && header.alg === "EdDSA" && header.typ === "statuslist+jwt" && !header.crit;
    const [did, kid] = header.kid.split("#");
    if (!good || did !== issuer) return { state: "unknown" };
    const signed = new TextEncoder().encode(`${head}.${body}`);
    const { key } = await signer(jwks.keys, kid, signed, decoded(signature));
    const claims = json(body);
    const named = claims.iss === issuer && claims.sub === `${url}/tsl/${list}`;
    if (!key || !named || !counts(key, claims.iat) || claims.status_list.bits !== 2) return { state: "unknown" };
    if (claims.iat > now + 300) return { state: "unknown" };
    if (!(claims.exp > now)) return { state: "unknown", until: claims.exp };
    const places = await inflated(decoded(claims.status_list.lst));
    const place = places[index >> 2];
    if (place === undefined) return { state: "unknown" };
    const state = ["valid", "revoked", "suspended"][(place >> ((index & 3) * 2)) & 3];
    return state ? { state, at: claims.iat } : { state: "unknown" };
  } catch {
    return { state: "unknown" };
  }
}
