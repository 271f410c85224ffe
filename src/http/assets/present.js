// What is presented: a code is grouped and checked as it is typed, a file is looked at before it is
// sent, a camera reads the seal: in the browser where it can, else its pictures are sent when a button
// is pressed. Without this script the forms do the same, only later.

import { before, grouped, isSeal, parse, place, sealAmong } from "./code.js";
import { faultOf } from "./file.js";

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

async function look() {
  const fault = input.files.length > 1 ? "several" : await faultOf(input.files[0], Number(sheet.dataset.most));
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
const shoot = camera.querySelector("[data-shoot]");
const FAULTS = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "none", OverconstrainedError: "none" };
const PATIENCE = 20000;
// Sharp enough for a seal that fills a third of the picture.
const LONGEST = 1600;
let stream;
let detector;

const say = (name) => (status.textContent = name ? word(name) : "");

// A detector, if this browser reads QR codes itself.
async function ownDetector() {
  try {
    const formats = await BarcodeDetector.getSupportedFormats();
    return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : undefined;
  } catch {
    return undefined;
  }
}

function stop() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = undefined;
  view.hidden = true;
  open.hidden = false;
}

function found(seal) {
  say("found");
  stop();
  read(seal);
}

async function scan() {
  while (stream) {
    const codes = await detector.detect(video).catch(() => []);
    const seal = sealAmong(codes.map(({ rawValue }) => rawValue));
    if (seal) return found(seal);
    if (codes.length) say("other");
    await new Promise((resume) => setTimeout(resume, 150));
  }
}

// What the camera shows now, as a picture.
function picture() {
  const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
}

// The service looks at one picture, when it is asked to.
async function ask() {
  const body = await picture();
  const answer = await fetch(sheet.dataset.picture, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status === 429) return say("busy");
  if (!answer.ok) return say("away");
  const { seal, seen } = await answer.json();
  return seal ? found(seal) : say(seen);
}

shoot.addEventListener("click", async () => {
  if (shoot.ariaDisabled === "true") return;
  shoot.ariaDisabled = "true";
  say("reading");
  await ask().catch(() => say("away"));
  shoot.ariaDisabled = "false";
});

open.addEventListener("click", async () => {
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } } });
  } catch (error) {
    return say(FAULTS[error.name] ?? "broken");
  }
  video.srcObject = stream;
  view.hidden = false;
  open.hidden = true;
  say(detector ? "looking" : "aim");
  await video.play().catch(() => {});
  (detector ? camera.querySelector("[data-stop]") : shoot).focus();
  if (detector) scan();
});
camera.querySelector("[data-stop]").addEventListener("click", () => {
  stop();
  say();
  open.focus();
});
addEventListener("pagehide", stop);
if (navigator.mediaDevices?.getUserMedia) {
  detector = await ownDetector();
  shoot.hidden = Boolean(detector);
  camera.querySelector("#camera-kept").textContent = word(detector ? "kept" : "sent");
} else {
  open.remove();
  camera.querySelector("#camera-h").textContent = word("unable");
}
camera.hidden = false;
