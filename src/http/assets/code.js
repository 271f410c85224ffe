// The verification code as people type it: the rules of src/credential/code.rs, so that a typing
// error is told before anything is sent.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 14;
const SEPARATOR = /[\s\u0085\-_.\u00ad\u2010-\u2015\u2212\ufeff\u200b]/u;

// The signs without separators, upper case, O as 0, I and L as 1.
function signs(text) {
  return [...text]
    .filter((sign) => !SEPARATOR.test(sign))
    .map((sign) => (/[a-z]/.test(sign) ? sign.toUpperCase() : sign))
    .map((sign) => ({ O: "0", I: "1", L: "1" })[sign] ?? sign);
}

// { code } or { fault: "length" | "symbol" | "typo" }.
export function parse(text) {
  const typed = signs(text);
  const values = typed.map((sign) => ALPHABET.indexOf(sign));
  if (values.includes(-1)) return { fault: "symbol" };
  if (values.length !== LENGTH) return { fault: "length" };
  // The weighted sum over GF(32) by Horner's rule, with x⁵ + x² + 1.
  const sum = values.reduce((sum, value) => {
    const doubled = sum << 1;
    return (doubled & 32 ? doubled ^ 0b100101 : doubled) ^ value;
  }, 0);
  return sum === 0 ? { code: typed.join("") } : { fault: "typo" };
}

// As printed: XXXX-XXXX-XXXX-XX, as far as it is typed. What can't be a code stays as it is.
export function grouped(text) {
  const typed = signs(text);
  if (typed.length > LENGTH || typed.some((sign) => !ALPHABET.includes(sign))) return text;
  return typed.join("").replace(/(.{4})(?=.)/g, "$1-");
}

// Where the caret stands when so many signs are before it.
export function place(text, count) {
  let seen = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (seen === count) return at;
    if (!SEPARATOR.test(text[at])) seen += 1;
  }
  return text.length;
}

// How many signs stand before a place.
export const before = (text, at) => signs(text.slice(0, at)).length;

// Whether people who paste this mean a seal and not a code.
export const isSeal = (text) => text.includes("#") || text.includes("://") || /^\d{41,}$/.test(text.trim());

// The seal among the texts of QR codes: an address with digits behind `#`, or the digits alone.
export const sealAmong = (texts) => texts.find((text) => /^([^#]*#)?\d{40,}$/.test(text));
