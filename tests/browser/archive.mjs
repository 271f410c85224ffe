// What a downloaded archive holds (ZIP with or without deflate; ZIP64 is not needed for what we make).

import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

import { expect } from "./report.mjs";

/** Name and bytes of each file. */
export function files(path) {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  expect(end >= 0, "the archive has no end");
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  const found = [];
  for (let number = 0; number < count; number += 1) {
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place));
    const local = bytes.readUInt32LE(at + 42);
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(begin, begin + packed);
    expect(method === 0 || method === 8, `a file is packed by method ${method}`);
    found.push({
      name: bytes.toString("utf8", at + 46, at + 46 + name),
      bytes: method === 8 ? inflateRawSync(content) : content,
    });
    at += 46 + name + extra + comment;
  }
  return found;
}

/** Whether it is a PDF with a signature over all of it. */
export function isSignedDocument(bytes) {
  const text = bytes.toString("latin1");
  const range = text.match(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/);
  if (!text.startsWith("%PDF-") || !range) return false;
  const [begin, , second, length] = range.slice(1).map(Number);
  return begin === 0 && second + length === bytes.length && /\/ETSI\.CAdES\.detached/.test(text);
}
