// A browser for the tests of a file, and what is asked of every page.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { launch } from "./browser.mjs";

export const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

/** A folder that is gone after the tests. */
export const folder = mkdtempSync(join(tmpdir(), "cloison-"));

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page; whatever it complains of or asks of the network is a fault. */
export async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: sizes.desktop, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith("file://")) faults.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(path).href);
  return { page, close: async () => { await context.close(); assert.deepEqual(faults, []); } };
}

/** What keeps anybody out of a page, and how far it is too wide. */
export async function barriers(page, part = "html") {
  await page.evaluate(() => { for (const one of document.querySelectorAll("details")) one.open = true; });
  const { violations } = await new AxeBuilder({ page }).include(part).analyze();
  const told = violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.slice(0, 3).map((n) => n.html)}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [...told, ...(wide > 0 ? [`the page is ${wide} pixels too wide`] : [])];
}
