// Reads a seal and verifies its signature here, in the browser: docs/seal-format.md in JavaScript.
// What it refuses is what src/credential refuses; both are held to tests/vectors/seal.

const DIGITS = [0, 3, 5, 8, 10, 13, 15, 17, 20, 22, 25, 27, 29];
const MOST_DIGITS = 3072;
const CLAIM = -65537;

class Malformed extends Error {}

function need(good, what) {
  if (!good) throw new Malformed(what);
}

// §1: the bytes of a QR code's text, an address with digits behind `#` or the digits alone.
export function bytesOf(text) {
  const whole = text.trim();
  const cut = whole.indexOf("#");
  need(cut < 0 || /^https?:\/\/./i.test(whole.slice(0, cut)), "address");
  const digits = whole.slice(cut + 1);
  need(digits.length <= MOST_DIGITS && /^[0-9]+$/.test(digits), "digits");
  const bytes = [];
  for (let at = 0; at < digits.length; at += 29) {
    const group = digits.slice(at, at + 29);
    const length = DIGITS.indexOf(group.length);
    need(length > 0, "digits");
    let number = BigInt(group);
    const part = [];
    for (let i = 0; i < length; i += 1) {
      part.unshift(Number(number & 255n));
      number >>= 8n;
    }
    need(number === 0n, "digits");
    bytes.push(...part);
  }
  return Uint8Array.from(bytes);
}

// Deterministic CBOR (RFC 8949 §4.2.1), of which a seal needs little.
class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  take(length) {
    need(this.at + length <= this.bytes.length, "cut");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  // The major type and its number, which must be as short as it can be.
  head() {
    const [first] = this.take(1);
    const short = first & 31;
    if (short < 24) return [first >> 5, short];
    need(short < 28, "length");
    const size = 1 << (short - 24);
    const number = this.take(size).reduce((sum, byte) => sum * 256 + byte, 0);
    need(number >= [24, 256, 65536, 4294967296][short - 24], "longer than needed");
    need(Number.isSafeInteger(number), "too large");
    return [first >> 5, number];
  }
  of(kind, least = 0, most = Number.MAX_SAFE_INTEGER) {
    const [major, number] = this.head();
    need(major === kind && number >= least && number <= most, "kind");
    return number;
  }
  int() {
    const [major, number] = this.head();
    need(major < 2, "number");
    return major === 0 ? number : -1 - number;
  }
  uint = (most) => this.of(0, 0, most);
  blob = (least, most) => this.take(this.of(2, least, most));
  text(least, most) {
    const bytes = this.take(this.of(3, least, most));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  }
  key(number) {
    need(this.int() === number, "key");
  }
  bool() {
    const [byte] = this.take(1);
    need(byte === 0xf4 || byte === 0xf5, "bool");
    return byte === 0xf5;
  }
  end() {
    need(this.at === this.bytes.length, "something follows");
  }
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const UINT32 = 4294967295;

function levelsOf(bytes) {
  const halves = Array.from(bytes).flatMap((byte) => [byte >> 4, byte & 15]);
  if (halves.at(-1) === 15) halves.pop();
  need(!halves.includes(15), "level");
  return halves;
}

function claimsOf(payload) {
  const read = new Reader(payload);
  const claims = {};
  need(read.of(5) === 3, "claims");
  read.key(6);
  claims.issuedAt = read.int();
  read.key(7);
  claims.id = hex(read.blob(16, 16)).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  read.key(CLAIM);
  need(read.of(5) === 10, "certificate");
  read.key(1);
  need(read.of(4) === 2, "framework");
  claims.framework = read.text(1, 64);
  claims.frameworkVersion = read.uint(UINT32);
  read.key(2);
  claims.language = read.text(2, 2);
  need(["fr", "en"].includes(claims.language), "language");
  read.key(3);
  claims.lastName = read.text(0, 512);
  read.key(4);
  claims.firstName = read.text(0, 512);
  read.key(5);
  claims.birthDay = read.int();
  read.key(6);
  claims.score = read.uint(UINT32);
  read.key(7);
  claims.degraded = read.bool();
  read.key(8);
  claims.levels = levelsOf(read.blob(0, 32));
  read.key(9);
  claims.examDay = read.int();
  read.key(10);
  need(read.of(4) === 2, "place");
  claims.list = read.uint(UINT32);
  claims.index = read.uint(UINT32);
  read.end();
  return claims;
}

// §2: { kid, claims, signed, signature }; throws if it is no seal.
export function takeApart(bytes) {
  const read = new Reader(bytes);
  need(read.of(6) === 18 && read.of(4) === 4, "message");
  const header = read.blob();
  need(read.of(5) === 0, "unprotected");
  const payload = read.blob();
  const signature = read.blob(64, 64);
  read.end();
  const head = new Reader(header);
  need(head.of(5) === 2, "header");
  head.key(1);
  need(head.int() === -8, "algorithm");
  head.key(4);
  const kid = String.fromCharCode(...head.blob(1, 64));
  head.end();
  const message = [0x84, 0x6a, ...new TextEncoder().encode("Signature1"), ...wrapped(header), 0x40];
  const signed = Uint8Array.from([...message, ...wrapped(payload)]);
  return { kid, claims: claimsOf(payload), signed, signature };
}

// A byte string with its head.
function wrapped(bytes) {
  const length = bytes.length;
  if (length < 24) return [0x40 + length, ...bytes];
  return length < 256 ? [0x58, length, ...bytes] : [0x59, length >> 8, length & 255, ...bytes];
}

// Whether this browser can verify at all.
export async function isAble() {
  try {
    await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
    return true;
  } catch {
    return false;
  }
}

// Which of the keys of that name made the signature; undefined if none did.
export async function signer(keys, kid, signed, signature) {
  const named = keys.filter((key) => key.kid === kid && key.kty === "OKP" && key.crv === "Ed25519");
  for (const key of named) {
    const jwk = { kty: "OKP", crv: "Ed25519", x: key.x };
    const known = await crypto.subtle.importKey("jwk", jwk, { name: "Ed25519" }, false, ["verify"]);
    if (await crypto.subtle.verify({ name: "Ed25519" }, known, signature, signed)) return { key };
  }
  return { unknown: named.length === 0 };
}

// Whether a key's signatures of that second count.
export function counts(key, at) {
  return at >= key.nbf && !(at > key.retired_at) && !(at >= key.compromised_at);
}

// §3: { state: "good" | "malformed" | "unknown-key" | "altered" | "key-refused", claims?, key? }.
export async function verify(text, jwks) {
  let parts;
  try {
    parts = takeApart(bytesOf(text));
  } catch {
    return { state: "malformed" };
  }
  const { key, unknown } = await signer(jwks.keys, parts.kid, parts.signed, parts.signature);
  if (unknown) return { state: "unknown-key" };
  if (!key) return { state: "altered" };
  if (!counts(key, parts.claims.issuedAt)) return { state: "key-refused" };
  return { state: "good", claims: parts.claims, key };
}
