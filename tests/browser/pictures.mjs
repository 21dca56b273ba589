// Draws the pictures of the README anew: `npm ci && npm run pictures`, after `cargo build`.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { firm, launch, report, reportWithHistory, root } from "./browser.mjs";

const pictures = join(root, "examples", "pictures");
mkdirSync(pictures, { recursive: true });

const views = [
  { name: "report-en-desktop", language: "en", width: 1280, height: 1240, scheme: "light" },
  { name: "report-fr-desktop", language: "fr", width: 1280, height: 1240, scheme: "dark" },
  { name: "report-en-phone", language: "en", width: 390, height: 844, scheme: "light", at: "#plan" },
  { name: "report-fr-phone", language: "fr", width: 390, height: 844, scheme: "light", at: "#seen" },
  { name: "trend-en", language: "en", width: 1280, height: 900, scheme: "light", of: "#trend", make: reportWithHistory },
  { name: "firm-fr", language: "fr", width: 1280, height: 900, scheme: "light", make: (...all) => firm(...all, 12) },
  { name: "map-en", language: "en", width: 1280, height: 900, scheme: "light", of: "#ties figure" },
];

const folder = mkdtempSync(join(tmpdir(), "cloison-"));
const browser = await launch();
try {
  for (const { name, language, width, height, scheme, at, of, make } of views) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce" });
    const path = make ? make(folder, name, language) : report(folder, name, join("examples", "maitre-valcourt"), language);
    await page.goto(pathToFileURL(path).href + (at ?? ""));
    const file = { path: join(pictures, `${name}.png`) };
    if (of) await page.locator(of).screenshot(file);
    else await page.screenshot(file);
    await page.close();
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
