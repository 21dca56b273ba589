// The page of a firm as people use it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { firm } from "./browser.mjs";
import { barriers, folder, open, sizes } from "./session.mjs";

for (const language of ["en", "fr"]) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test(`a firm keeps nobody out: ${language}, ${size}`, async () => {
      const path = firm(folder, `firm-${language}-${size}`, language, 12);
      for (const colorScheme of ["light", "dark"]) {
        const { page, close } = await open(path, { viewport, colorScheme });
        assert.deepEqual(await barriers(page), []);
        await close();
      }
    });
  }
}

const names = (page) => page.locator("tbody tr:not([hidden]) th").allTextContents();

test("a firm is sorted and filtered, by mouse and by keyboard", async () => {
  const { page, close } = await open(firm(folder, "firm", "en", 12));
  const status = page.getByRole("status");
  assert.equal(await status.textContent(), "13 of 13 people");
  const given = await names(page);
  assert.deepEqual(given.slice(0, 2), ["Anna Vauclair", "Bruno Tremblay"]);
  const column = async (place) => (await page.locator(`tbody td:nth-child(${place})`).allTextContents()).map((text) => parseFloat(text));

  // The lowest score first, then the highest; whom nothing was read of stands last either way.
  const overall = page.getByRole("button", { name: "Overall" });
  const head = page.getByRole("columnheader", { name: "Overall" });
  for (const [order, sign] of [["ascending", 1], ["descending", -1]]) {
    await overall.focus();
    await page.keyboard.press("Enter");
    assert.equal(await head.getAttribute("aria-sort"), order);
    const scores = await column(3);
    assert.ok(Number.isNaN(scores.at(-1)), `${scores}`);
    const known = scores.slice(0, -1);
    assert.deepEqual(known, [...known].sort((a, b) => sign * (a - b)));
    assert.ok(new Set(known).size > 2, `${known}`);
  }
  await page.getByRole("button", { name: "critical" }).click();
  const critical = (await column(7)).slice(0, -1);
  assert.deepEqual(critical, [...critical].sort((a, b) => b - a));
  assert.equal(await head.getAttribute("aria-sort"), null);
  await page.getByRole("button", { name: "Who" }).click();
  assert.deepEqual(await names(page), [...given].sort((a, b) => a.localeCompare(b, "en")));

  await page.getByLabel("Name").fill("ELISE marchand");
  assert.deepEqual(await names(page), ["Élise Marchand"]);
  assert.equal(await status.textContent(), "1 of 13 people");
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByLabel("Gate").selectOption("unread");
  assert.deepEqual(await names(page), ["Zoé Nulle"]);
  await page.getByLabel("Gate").selectOption("failed");
  assert.ok((await names(page)).length > 0);
  await page.getByLabel("Gate").selectOption("");
  await page.getByLabel("Open findings, at least").selectOption({ label: "critical" });
  const grave = await names(page);
  assert.ok(grave.length > 0 && grave.length < 12, `${grave}`);
  await close();
});

test("a firm can be read without its script, and on paper", async () => {
  const path = firm(folder, "firm-plain", "fr", 40);
  const { page, close } = await open(path, { javaScriptEnabled: false });
  assert.equal(await page.locator("form").isVisible(), false);
  assert.equal(await page.locator("thead button").count(), 0);
  assert.equal((await names(page)).length, 41);
  assert.match(await page.getByRole("heading", { level: 1 }).textContent(), /sur 41 passe/);
  await close();
  const { page: paper, close: done } = await open(path);
  await paper.pdf({ path: join(folder, "firm.pdf"), format: "A4", landscape: true });
  await paper.emulateMedia({ media: "print" });
  assert.equal(await paper.locator("form").isVisible(), false);
  assert.equal((await names(paper)).length, 41);
  await done();
});

test("a firm's page tells how much, and nothing of what", () => {
  const text = readFileSync(firm(folder, "firm-private", "en", 12), "utf8").replace(/<(style|script)>.*?<\/\1>/gs, "");
  for (const found of ["06 12", "•", "connard", "IBAN", "phone", "me.yaml", "privacy/", "linkedin"]) {
    assert.ok(!text.includes(found), found);
  }
});
