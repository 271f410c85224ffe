// What is presented: a code is grouped and checked as it is typed, a file is looked at before it is
// sent, a camera reads the seal where the browser can. Without this script the forms do the same,
// only later.

import { before, grouped, isSeal, parse, place } from "./code.js";

const sheet = document.getElementById("present");
const words = sheet.querySelector("[data-words]").content;
const word = (name) => words.querySelector(`[data-w="${name}"]`).textContent;
const title = document.title;

// Says beside the field, and above everything, what is wrong.
function tell(input, name) {
  clear();
  const label = sheet.querySelector(`label[for="${input.id}"]`).textContent;
  const summary = sheet.querySelector("[data-summary]").content.cloneNode(true).firstElementChild;
  const link = summary.querySelector("a");
  link.href = `#${input.id}`;
  link.textContent = `${label}${word("colon")}${word(name)}`;
  summary.dataset.told = "";
  document.getElementById("main").prepend(summary);
  const message = sheet.querySelector("[data-message]").content.cloneNode(true).firstElementChild;
  message.querySelector("b").textContent = word(name);
  message.id = `${input.id}-e`;
  input.closest(".field").classList.add("err");
  input.before(message);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", `${input.id}-e ${input.id}-h`);
  document.title = `${word("prefix")} ${title.replace(`${word("prefix")} `, "")}`;
  summary.focus();
}

function clear() {
  for (const old of document.querySelectorAll(".errors, .field > .msg")) old.remove();
  for (const field of sheet.querySelectorAll(".field.err")) {
    field.classList.remove("err");
    const input = field.querySelector("[aria-invalid]");
    input?.removeAttribute("aria-invalid");
    input?.setAttribute("aria-describedby", `${input.id}-h`);
  }
  document.title = title.replace(`${word("prefix")} `, "");
}

// The address of the page that reads seals: what follows `#` is never sent.
function read(seal) {
  const digits = seal.trim().replace(/^[^#]*#/, "");
  location.assign(`${sheet.dataset.seal}#${digits}`);
}

// --- the code ---------------------------------------------------------------------------------

const code = document.getElementById("code");
code.addEventListener("input", () => {
  const shown = grouped(code.value);
  if (shown === code.value) return;
  const caret = place(shown, before(code.value, code.selectionStart));
  code.value = shown;
  code.setSelectionRange(caret, caret);
});

sheet.querySelector("[data-code]").addEventListener("submit", (event) => {
  const typed = code.value.trim();
  if (isSeal(typed)) {
    event.preventDefault();
    read(typed);
  } else if (!/^[{<]|^eyJ/.test(typed)) {
    const { fault } = parse(typed);
    const wrong = fault ?? (navigator.onLine === false && "offline");
    if (!wrong) return;
    event.preventDefault();
    tell(code, wrong);
  }
});

// --- the file ---------------------------------------------------------------------------------

const input = document.getElementById("file");

// What keeps a file from being read; undefined if nothing does.
async function faultOf(file) {
  if (!file) return "no-file";
  if (file.size > Number(sheet.dataset.most)) return "too-large";
  const bytes = new Uint8Array(await file.slice(0, 1029).arrayBuffer());
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  if (text.startsWith("\x89PNG") || text.startsWith("\xff\xd8\xff") || text.includes("%PDF-")) return undefined;
  if (/^.{4}ftyp(hei|hev|mif|avi)/s.test(text)) return "heic";
  if (/^(\xef\xbb\xbf)?\s*([{<]|eyJ)/.test(text)) return undefined;
  return "wrong";
}

async function look() {
  const fault = input.files.length > 1 ? "several" : await faultOf(input.files[0]);
  if (fault) tell(input, fault);
  else clear();
  return fault;
}

input.addEventListener("change", () => input.files.length && look());
sheet.querySelector("[data-file]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (!(await look())) form.submit();
});

// A file dropped anywhere on the page is meant for the field.
const holdsFile = (event) => event.dataTransfer?.types.includes("Files");
addEventListener("dragover", (event) => {
  if (!holdsFile(event)) return;
  event.preventDefault();
  input.classList.add("over");
});
addEventListener("dragleave", (event) => event.relatedTarget ?? input.classList.remove("over"));
addEventListener("drop", (event) => {
  if (!holdsFile(event)) return;
  event.preventDefault();
  input.classList.remove("over");
  if (event.dataTransfer.files.length > 1) return tell(input, "several");
  input.files = event.dataTransfer.files;
  look();
  input.scrollIntoView({ block: "center" });
});

// --- the camera -------------------------------------------------------------------------------

const camera = sheet.querySelector("[data-camera]");
const view = camera.querySelector("[data-view]");
const video = camera.querySelector("video");
const status = camera.querySelector("[data-status]");
const open = camera.querySelector("[data-open]");
let stream;

async function canScan() {
  try {
    const formats = await BarcodeDetector.getSupportedFormats();
    return formats.includes("qr_code") && Boolean(navigator.mediaDevices?.getUserMedia);
  } catch {
    return false;
  }
}

function stop() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = undefined;
  view.hidden = true;
  open.hidden = false;
}

async function scan() {
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  while (stream) {
    const found = await detector.detect(video).catch(() => []);
    const seal = found.find(({ rawValue }) => /^([^#]*#)?\d{40,}$/.test(rawValue));
    if (seal) {
      status.textContent = word("found");
      stop();
      return read(seal.rawValue);
    }
    if (found.length) status.textContent = word("other");
    await new Promise((resume) => setTimeout(resume, 150));
  }
}

open.addEventListener("click", async () => {
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (error) {
    status.textContent = word(error.name === "NotAllowedError" ? "denied" : "broken");
    return;
  }
  video.srcObject = stream;
  view.hidden = false;
  open.hidden = true;
  status.textContent = word("looking");
  await video.play().catch(() => {});
  camera.querySelector("[data-stop]").focus();
  scan();
});
camera.querySelector("[data-stop]").addEventListener("click", () => {
  stop();
  status.textContent = "";
  open.focus();
});
addEventListener("pagehide", stop);
camera.hidden = !(await canScan());
