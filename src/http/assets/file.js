// What is told about a file before it is sent: the same first bytes decide as in src/verification.

// What keeps a file of at most so many bytes from being read; undefined if nothing does.
export async function faultOf(file, most) {
  if (!file) return "no-file";
  if (file.size > most) return "too-large";
  const bytes = new Uint8Array(await file.slice(0, 1029).arrayBuffer());
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  if (text.startsWith("\x89PNG") || text.startsWith("\xff\xd8\xff") || text.includes("%PDF-")) return undefined;
  if (/^.{4}ftyp(hei|hev|mif|avi)/s.test(text)) return "heic";
  if (/^(\xef\xbb\xbf)?\s*([{<]|eyJ)/.test(text)) return undefined;
  return "wrong";
}
