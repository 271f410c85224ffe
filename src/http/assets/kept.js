// What the page that reads seals keeps for work without a network, and how it writes dates: as the
// service does.

export const KEPT = "sceau-kept";
export const KEYS = "/.well-known/jwks.json";
const PATIENCE = 5000;

const language = document.documentElement.lang;
const { zone, instant: written } = document.getElementById("desk").dataset;
const locale = language === "en" ? "en-GB" : language;

function dated(date, timeZone) {
  const text = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone }).format(date);
  return language === "fr" ? text.replace(/^1 /, "1er ") : text;
}
// A day of a calendar, and the day of a moment in seconds.
export const day = (date) => dated(date, "UTC");
export const civil = (seconds) => dated(seconds * 1000, zone);
export function instant(moment) {
  const clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  const { hour, minute } = Object.fromEntries(clock.formatToParts(moment).map(({ type, value }) => [type, value]));
  return written.replace("[date]", dated(moment, zone)).replace("[hour]", Number(hour)).replace("[minute]", minute);
}

export const asked = (address, more) => fetch(address, { ...more, signal: AbortSignal.timeout(PATIENCE) });

// From the service, else what was kept of it.
export async function got(address) {
  try {
    const answer = await asked(address);
    if (answer.ok) return answer;
  } catch {
    // Not to be reached.
  }
  return globalThis.caches ? (await caches.open(KEPT)).match(address) : undefined;
}

export const template = (name, value = "") => document.querySelector(`[data-${name}="${CSS.escape(value)}"]`);
export const copy = (...name) => template(...name).content.cloneNode(true);
