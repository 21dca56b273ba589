// The HTML report as people use it: `npm ci && npm test`, after `cargo build`.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { postsWithNumbers, report, reportWithHistory } from "./browser.mjs";
import { barriers, folder, open, sizes } from "./session.mjs";

const example = join("examples", "maitre-valcourt");

const made = new Map();
function exampleIn(language, ...more) {
  const name = [language, ...more].join("");
  if (!made.has(name)) made.set(name, report(folder, name, example, language, ...more));
  return made.get(name);
}

/** Waits until the page has done what was asked of it: it filters when the event is over. */
const applied = (page) => page.evaluate(() => new Promise((done) => setTimeout(done)));

const visibleRows = (page) => page.locator(".rows > li:not([hidden])").count();

// Each two of language, size and colours together; all three together would show nothing more, and take twice as long.
for (const [language, size, colorScheme] of [
  ["en", "phone", "light"],
  ["en", "desktop", "dark"],
  ["fr", "phone", "dark"],
  ["fr", "desktop", "light"],
]) {
  test(`nobody is kept out: ${language}, ${size}, ${colorScheme}`, async () => {
    const { page, close } = await open(exampleIn(language), { viewport: sizes[size], colorScheme });
    assert.deepEqual(await barriers(page), []);
    await close();
  });
}

test("findings are filtered by account, dimension, severity, effort and words", async () => {
  const { page, close } = await open(exampleIn("en"));
  const status = page.getByRole("status");
  const all = await visibleRows(page);
  assert.ok(all > 50, `${all} findings`);
  assert.equal(await status.textContent(), `${all} of ${all} findings`);
  const shown = async () => {
    await applied(page);
    const count = await visibleRows(page);
    assert.equal(await status.textContent(), `${count} of ${all} findings`);
    return count;
  };

  await page.getByLabel("Dimension", { exact: true }).selectOption("specialization");
  const specialization = await shown();
  assert.ok(specialization > 0 && specialization < all);
  assert.equal(await page.locator(".part:not([hidden])").count(), 1);
  await page.getByLabel("Dimension", { exact: true }).selectOption("");

  await page.getByLabel("Severity, at least", { exact: true }).selectOption({ label: "critical" });
  const critical = await shown();
  assert.ok(critical > 0 && critical < all);
  const others = page.locator(".rows > li:not([hidden]) .severity:not(.critical)");
  assert.equal(await others.count(), 0);
  await page.getByLabel("Account", { exact: true }).selectOption({ label: "linkedin" });
  const both = await shown();
  assert.ok(both > 0 && both < critical);
  await page.getByRole("button", { name: "Clear" }).click();
  assert.equal(await shown(), all);

  await page.getByLabel("Time it takes", { exact: true }).selectOption("high");
  assert.ok((await shown()) < all);
  await page.getByRole("button", { name: "Clear" }).click();

  // Case and accents do not matter, and what is found is opened.
  await page.getByLabel("Words", { exact: true }).fill("TELEPHONE nulle-part-xyz");
  await page.waitForFunction(() => document.querySelectorAll(".rows > li:not([hidden])").length === 0);
  await page.getByLabel("Words", { exact: true }).fill("élise.VALCOURT.lyon");
  await page.waitForFunction(() => document.querySelectorAll(".group[open]").length > 0);
  const named = await shown();
  assert.ok(named > 0 && named < 10, `${named}`);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Clear" }).click();
  assert.equal(await shown(), all);
  assert.equal(await page.locator(".group[open]").count(), 0, "what was closed is closed again");
  await close();
});

test("evidence is hidden until it is asked for, by mouse or by keyboard", async () => {
  const { page, close } = await open(exampleIn("en"));
  const group = page.locator("#r-privacy-phone-in-text");
  const evidence = group.locator("mark").first();
  assert.equal(await evidence.isVisible(), false);
  await group.locator("> summary").focus();
  await page.keyboard.press("Enter");
  assert.equal(await evidence.isVisible(), false);
  await group.getByText("Show what stands there").first().click();
  assert.equal(await evidence.isVisible(), true);
  assert.match(await evidence.textContent(), /•/);
  await close();
});

test("values stand in the page only when the program was asked for them", async () => {
  assert.ok(!/06 12 34 56 78|612345678/.test(readFileSync(exampleIn("en"), "utf8")));
  assert.ok(readFileSync(exampleIn("en", "--show-values"), "utf8").length > 0);
  assert.notEqual(readFileSync(exampleIn("en", "--show-values"), "utf8"), readFileSync(exampleIn("en"), "utf8"));
});

test("the plan leads to its findings, and they open", async () => {
  const { page, close } = await open(exampleIn("en"));
  const link = page.locator(".plan a[href^='#']").first();
  const target = (await link.getAttribute("href")).slice(1);
  await link.click();
  await page.waitForFunction((id) => document.getElementById(id).open, target);
  assert.equal(await page.locator(`[id='${target}']`).isVisible(), true);
  await close();
});

test("all of it can be read without its script", async () => {
  const { page, close } = await open(exampleIn("fr"), { javaScriptEnabled: false });
  assert.equal(await page.locator("form").isVisible(), false);
  const group = page.locator(".group").first();
  await group.locator("> summary").click();
  assert.equal(await group.locator(".rows > li").first().isVisible(), true);
  assert.equal(await page.getByRole("heading", { level: 1 }).isVisible(), true);
  await close();
});

test("it is printed with its findings open and its evidence closed", async () => {
  const { page, close } = await open(exampleIn("en"));
  const path = join(folder, "paper.pdf");
  await page.pdf({ path, format: "A4" });
  const pages = readFileSync(path, "latin1").match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages > 4 && pages < 60, `${pages} pages`);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator(".group:not([open])").count(), 0);
  assert.equal(await page.locator("mark").first().isVisible(), false);
  assert.equal(await page.locator("nav").isVisible(), false);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await page.locator(".group[open]").count(), 0);
  await close();
});

for (const language of ["en", "fr"]) {
  test(`the trend is drawn, and told to whoever does not see it: ${language}`, async () => {
    const path = reportWithHistory(folder, `trend-${language}`, language);
    for (const [viewport, colorScheme] of [[sizes.phone, "dark"], [sizes.desktop, "light"]]) {
      const { page, close } = await open(path, { viewport, colorScheme });
      assert.deepEqual(await barriers(page, "#trend"), []);
      const chart = page.getByRole("img", { name: language === "en" ? "Chart: the score of each run" : "Graphique : le score de chaque audit" });
      assert.equal(await chart.isVisible(), true);
      assert.equal(await page.locator("#trend .run").count(), 12);
      assert.equal(await page.locator("#trend .break").count(), 1);
      assert.equal(await page.locator("#trend tbody tr").count(), 12);
      // The names at the ends of the lines stand apart, and within the drawing.
      const boxes = await page.locator("#trend text.name").evaluateAll((all) => all.map((one) => {
        const { top, bottom, right } = one.getBoundingClientRect();
        return { top, bottom, right };
      }));
      boxes.sort((a, b) => a.top - b.top);
      for (const [place, box] of boxes.entries()) {
        assert.ok(box.right <= viewport.width, `${box.right}`);
        if (place > 0) assert.ok(box.top >= boxes[place - 1].bottom - 2, JSON.stringify(boxes));
      }
      await close();
    }
  });
}

for (const count of [5_000, 50_000]) {
  test(`${count} findings do not hang the browser`, { timeout: 120_000 }, async () => {
    const path = report(folder, `many-${count}`, postsWithNumbers(folder, count), "en", "--max-findings", "100000");
    assert.ok(statSync(path).size < count * 2_000);
    const { page, close } = await open(path);
    const rows = await visibleRows(page);
    assert.ok(rows >= count, `${rows}`);
    const group = page.locator("#r-privacy-phone-in-text");
    await group.locator("> summary").click();
    assert.equal(await group.locator(".more[open]").count(), 0);
    const took = await page.evaluate(async () => {
      const begin = performance.now();
      document.querySelector("#r-privacy-phone-in-text .more summary").click();
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
      return performance.now() - begin;
    });
    assert.ok(took < 2_000, `opening took ${took} ms`);
    const begin = Date.now();
    await page.getByLabel("Words", { exact: true }).fill(`linkedin line ${count}`);
    await page.waitForFunction(() => document.querySelectorAll(".rows > li:not([hidden])").length < 10);
    assert.ok(Date.now() - begin < 8_000, `a search took ${Date.now() - begin} ms`);
    assert.ok((await visibleRows(page)) >= 1);
    await close();
  });
}
