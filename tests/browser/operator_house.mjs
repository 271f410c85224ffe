// What operators do besides certificates: they answer holders and the public, watch over the house, and
// open it to others.

import { readFileSync } from "node:fs";

import { PHONE, press, window } from "./house.mjs";
import { look } from "./look.mjs";
import { check, expect } from "./report.mjs";
import { code, signIn } from "./sign_in.mjs";

/** A holder asks for a correction, somebody reports a document: both are answered. */
export async function answering(run) {
  const { house, chrome, other } = run;
  await check("answers a holder who asks for a correction", async () => {
    const holder = await window(chrome, { language: "fr", size: PHONE });
    const links = run.list.match(/https?:\/\/\S+\/c#[\w-]+/g);
    await holder.goto(links.at(-1).replace("/c#", "/fr/c#"));
    await holder.locator(".big").waitFor();
    await holder.locator("details:has(#wanted) summary").first().click();
    await holder.locator("#part-name").check();
    await holder.locator("#wanted").fill("Mon nom prend deux l");
    await press(holder, holder.locator("form:has(#wanted) button.main"));
    await holder.context().close();
    await other.goto(`${house.url}/fr/console`);
    expect((await other.locator("main").innerText()).includes("Un titulaire demande une correction"), "home tells nothing");
    await other.goto(`${house.url}/fr/console/corrections`);
    const faults = await look(other);
    await press(other, other.locator("button[value=declined]").first());
    faults.push(...(await look(other)));
    expect((await other.locator(".errors").count()) === 1, "nobody has to say why");
    await other.locator("textarea").first().fill("La pièce d’identité a un seul l.");
    await press(other, other.locator("button[value=declined]").first());
    faults.push(...(await look(other)));
    expect((await other.locator("textarea").count()) === 0, "the request still waits");
    return faults;
  });
  await check("handles a report of a suspicious document", async () => {
    const anybody = await window(chrome, { language: "fr", size: PHONE });
    await anybody.goto(`${house.url}/fr/report`);
    await anybody.locator("#what").fill("Le score a été gratté.");
    await anybody.locator("#origin").fill("Joint à une candidature");
    await anybody.locator("#code").fill(run.first.code);
    await press(anybody, anybody.locator("form:has(#what) button.main"));
    await anybody.context().close();
    await other.goto(`${house.url}/fr/console`);
    const faults = await look(other);
    await press(other, other.locator("main .files a[href$='/console/reports']"));
    faults.push(...(await look(other)));
    await press(other, other.locator("main table a").first());
    faults.push(...(await look(other, [run.first.code])));
    const text = await other.locator("main").innerText();
    expect(text.includes("Certificat révoqué") && text.includes("gratté"), text);
    await other.locator("#note").fill("Vu avec le lycée");
    await press(other, other.locator("form:has(#note) button.main"));
    expect((await other.locator("#note").inputValue()) === "Vu avec le lycée", "the note is lost");
    faults.push(...(await look(other)));
    await other.locator("input[name=outcome][value=forged]").check();
    await press(other, other.locator("form:has(#note) button.main"));
    faults.push(...(await look(other)));
    await other.goto(`${house.url}/fr/console/reports?state=handled`);
    faults.push(...(await look(other)));
    expect((await other.locator("tbody tr").count()) === 1, "it is not listed as handled");
    return faults;
  });
}

/** The trail, the queue and the brake. */
export async function watching(run) {
  const { house, other, page } = run;
  await check("searches the trail and takes it away", async () => {
    await other.goto(`${house.url}/fr/console/audit`);
    const faults = await look(other);
    await other.locator("#kind").selectOption("signed_in");
    await other.locator("#who").selectOption({ label: "Solveig Mbarga" });
    await press(other, other.locator("form.find button"));
    const text = await other.locator("main table").innerText();
    expect(text.includes("Comment") && text.includes("mot de passe"), text);
    expect(!text.includes("Marin"), "the filter lets others through");
    faults.push(...(await look(other, ["Solveig"])));
    const table = other.waitForEvent("download");
    await other.locator("a[href*='/console/audit.csv']").click();
    const csv = readFileSync(await (await table).path(), "utf8");
    expect(csv.includes("Solveig Mbarga") && !csv.includes("Marin Le Goff"), csv);
    await other.goto(`${house.url}/fr/console/audit?from=hier`);
    faults.push(...(await look(other)));
    await other.goto(`${house.url}/fr/console/audit`);
    await press(other, other.locator("form[action$='/audit/verify'] button"));
    expect((await other.locator(".verdict.ok").count()) === 1, "the chain is not whole");
    return [...faults, ...(await look(other))];
  });
  await check("sees letters that wait, and has them tried now", async () => {
    const button = other.locator("form[action$='/health/retry'] button");
    for (let turn = 0; turn < 60 && (await button.count()) === 0; turn += 1) {
      await other.waitForTimeout(1000);
      await other.goto(`${house.url}/fr/console/health`);
    }
    const faults = await look(other);
    expect((await other.locator("main").innerText()).includes("La lettre n’a pas pu être envoyée"), "it is not told why");
    await press(other, button.first());
    return [...faults, ...(await look(other))];
  });
  await check("stops signing, which nobody misses, and resumes", async () => {
    await other.goto(`${house.url}/fr/console/health/freeze`);
    await press(other, other.locator("form:has(#reason) button.danger"));
    const faults = await look(other);
    expect((await other.locator(".errors a").count()) === 2, "not everything is named");
    await other.locator("#reason").fill("Seuils à revoir");
    await other.locator("#confirm").fill("arrêter");
    await press(other, other.locator("form:has(#reason) button.danger"));
    faults.push(...(await look(other)));
    await page.goto(`${house.url}/fr/console`);
    expect((await page.locator("main").innerText()).includes("Seuils à revoir"), "others are not told");
    faults.push(...(await look(page)));
    await press(other, other.locator("a[href$='/health/thaw']"));
    faults.push(...(await look(other)));
    await other.locator("#confirm").fill("reprendre");
    await press(other, other.locator("form:has(#confirm) button").last());
    expect((await other.locator("a[href$='/health/freeze']").count()) === 1, "it is not resumed");
    return faults;
  });
}

/** An administrator makes an account; its owner opens it by the link. */
export async function inviting(run, boss) {
  const { house, chrome } = run;
  const person = { login: "omar", password: "une phrase bien assez longue", step: -1 };
  const admin = await window(chrome, { language: "en", size: PHONE });
  await check("invites a person to an account", async () => {
    await signIn(admin, house, boss, "en", "/console/accounts/new");
    await admin.locator("#name").fill("Omar Haddad");
    await admin.locator("#login").fill("2 omar");
    await press(admin, admin.locator("form.rev button.main"));
    expect((await admin.locator("#name").inputValue()) === "Omar Haddad", "what was typed is lost");
    const faults = await look(admin, ["Omar"]);
    await admin.locator("#login").fill(person.login);
    await admin.locator("input[name=auditor]").check();
    await press(admin, admin.locator("form.rev button.main"));
    faults.push(...(await look(admin, ["Omar"])));
    run.link = await admin.locator("#made").inputValue();
    await admin.goto(`${house.url}/en/console/accounts`);
    faults.push(...(await look(admin)));
    return faults;
  });
  await check("opens the account by the link, and is in", async () => {
    const owner = await window(chrome, { language: "en", size: PHONE });
    await owner.goto(run.link);
    await owner.locator("#code").waitFor();
    const secret = run.link.split("#")[1];
    const faults = await look(owner, [secret, "Omar"]);
    person.secret = await owner.locator("dl.facts .code").last().innerText();
    await owner.locator("#new").fill(person.password);
    await owner.locator("#again").fill(person.password);
    await owner.locator("#code").fill("000000");
    await press(owner, owner.locator("form.rev button.main"));
    faults.push(...(await look(owner, [secret])));
    await owner.locator("#new").fill(person.password);
    await owner.locator("#again").fill(person.password);
    await owner.locator("#code").fill(await code(person));
    await press(owner, owner.locator("form.rev button.main"));
    expect(new URL(owner.url()).pathname === "/en/console", owner.url());
    await owner.context().close();
    const late = await window(chrome, { language: "en" });
    await late.goto(run.link);
    await late.locator(".errors").waitFor();
    faults.push(...(await look(late, [secret, "omar"])));
    await late.context().close();
    return faults;
  });
  await check("gives access anew, and closes an account", async () => {
    await press(admin, admin.locator("main table a", { hasText: "Omar" }));
    const faults = await look(admin);
    await press(admin, admin.locator("a[href$='/invite']"));
    faults.push(...(await look(admin)));
    await press(admin, admin.locator("main form button.danger"));
    expect((await admin.locator("#made").count()) === 1, "no link is shown");
    await admin.goto(`${house.url}/en/console/accounts`);
    await press(admin, admin.locator("main table a", { hasText: "Omar" }));
    await press(admin, admin.locator("form[action$='/disable'] button"));
    faults.push(...(await look(admin)));
    return faults;
  });
  await admin.context().close();
}
