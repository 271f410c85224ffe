// The seal before a camera: read by the browser where it can, else by the service, and never silently.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";

import { PHONE, browser, window } from "./house.mjs";
import { look, show } from "./look.mjs";
import { sealOf } from "./offline.mjs";
import { check, expect } from "./report.mjs";

/** A film of the foot of a certificate's first page: two pictures of 1280 × 720. */
function film(house, document) {
  const still = path.join(house.folder, "camera");
  // 300 dots per inch: the seal lies 17 to 60 mm from the left and 240 to 290 mm from the top.
  const crop = ["-x", "60", "-y", "2760", "-W", "1280", "-H", "720"];
  execFileSync("pdftoppm", ["-r", "300", "-f", "1", "-l", "1", ...crop, "-jpeg", "-singlefile", document, still]);
  const file = path.join(house.folder, "camera.mjpeg");
  const picture = execFileSync("cat", [`${still}.jpg`, `${still}.jpg`]);
  writeFileSync(file, picture);
  return file;
}

const FAKE = "--use-fake-device-for-media-stream";
const ALLOWED = "--use-fake-ui-for-media-stream";

/** What the browser asked the service about pictures. */
function watched(page) {
  const asked = [];
  page.on("request", (request) => request.url().endsWith("/v/picture") && asked.push(request.url()));
  return asked;
}

async function opened(page, house, place = "/fr") {
  await page.goto(`${house.url}${place}`);
  await page.locator("[data-camera] [data-open]").click();
}

const said = (page, words) => page.locator("[data-camera] [data-status]", { hasText: words }).waitFor();

/** A browser that reads QR codes itself: the second time it looks, it sees one. */
const detector = (text) => `
  let looks = 0;
  globalThis.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect(video) {
      if (!(video.videoWidth > 0)) return [];
      looks += 1;
      if (looks === 1) return [{ rawValue: "https://example.org/menu" }];
      return looks < 8 ? [] : [{ rawValue: ${JSON.stringify(text)} }];
    }
  };`;

export async function camera({ house, screenshots, document }) {
  const seal = sealOf(house, document);
  const scene = await browser([FAKE, ALLOWED, `--use-file-for-fake-video-capture=${film(house, document)}`]);
  const attempt = (what, chrome, go, before) =>
    check(`camera: ${what}`, async () => {
      const page = await window(chrome, { language: "fr", size: PHONE });
      if (before) await page.addInitScript(before);
      const faults = await go(page);
      await page.context().close();
      return faults;
    });
  for (const place of ["/fr", "/fr/v"]) {
    await attempt(`the service reads the photo that is taken (${place})`, scene, async (page) => {
      const asked = watched(page);
      await opened(page, house, place);
      expect(/envoyée au service/.test(await page.locator("#camera-kept").innerText()), "it is not said that the photo is sent");
      await page.waitForFunction(() => document.querySelector("video").videoWidth > 0);
      expect(asked.length === 0, "a picture is sent before it is taken");
      const faults = await look(page);
      await show(page, screenshots, "camera-fr");
      await page.locator("[data-shoot]").click();
      await page.waitForURL("**/fr/verify", { timeout: 15000 }).catch(async () => {
        throw new Error(`no answer: ${await page.locator("[data-camera] [data-status]").innerText()}`);
      });
      expect((await page.locator(".verdict.ok").count()) === 1, await page.locator("h1").innerText());
      expect(asked.length === 1, `${asked.length} pictures are sent`);
      return faults;
    });
  }
  await attempt("is stopped, and off", scene, async (page) => {
    await opened(page, house);
    await page.locator("[data-stop]").click();
    expect(await page.evaluate(() => document.querySelector("video").srcObject.getTracks().every((it) => it.readyState === "ended")), "it still films");
    expect(await page.evaluate(() => document.activeElement.matches("[data-open]")), "the focus is lost");
  });
  await attempt("the browser reads the seal and sends no picture", scene, async (page) => {
    const asked = watched(page);
    await opened(page, house);
    expect(/ne quitte pas cet appareil/.test(await page.locator("#camera-kept").innerText()), "it is not said that nothing is sent");
    expect(!(await page.locator("[data-shoot]").isVisible()), "a photo is asked for");
    await said(page, "n’est pas un sceau");
    await page.waitForURL("**/fr/verify");
    expect((await page.locator(".verdict.ok").count()) === 1, await page.locator("h1").innerText());
    expect(asked.length === 0, "a picture is sent");
  }, detector(`${house.url.toUpperCase()}/V#${seal}`));
  await attempt("the service is away", scene, async (page) => {
    await page.route("**/v/picture", (route) => route.abort());
    await opened(page, house);
    await page.locator("[data-shoot]").click();
    await said(page, "Le service ne répond pas");
    await page.unroute("**/v/picture");
    await page.route("**/v/picture", (route) => route.fulfill({ status: 429 }));
    await page.locator("[data-shoot]").click();
    await said(page, "Trop de photos");
  });
  await scene.close();
  const green = await browser([FAKE, ALLOWED]);
  await attempt("no seal in the picture", green, async (page) => {
    await opened(page, house);
    await page.waitForFunction(() => document.querySelector("video").videoWidth > 0);
    await page.locator("[data-shoot]").click();
    await said(page, "Aucun sceau");
    return look(page);
  });
  await green.close();
  const shy = await browser([FAKE, "--deny-permission-prompts"]);
  await attempt("not allowed", shy, async (page) => {
    await opened(page, house);
    await said(page, "n’est pas autorisé");
    return look(page);
  });
  await shy.close();
  const blind = await browser();
  await attempt("there is none", blind, async (page) => {
    await opened(page, house);
    await said(page, "n’a pas d’appareil photo");
  }, "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('none', 'NotFoundError'); };");
  await attempt("the browser knows no camera", blind, async (page) => {
    await page.goto(`${house.url}/fr`);
    await page.locator("#camera-h", { hasText: "ne donne pas accès" }).waitFor();
    expect((await page.locator("[data-open]").count()) === 0, "a camera is offered that can't be used");
    return look(page);
  }, "Object.defineProperty(Navigator.prototype, 'mediaDevices', { value: undefined });");
  await blind.close();
}
