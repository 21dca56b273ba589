// A browser of the system and reports of the program, for the tests and for the pictures.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

const binary = process.env.CLOISON ?? join(root, "target", "debug", "cloison");
const installed = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);

/** A browser with an empty profile of its own that asks nothing of the network. */
export function launch() {
  if (!installed) throw new Error("no chromium: install it, or name it in CHROMIUM");
  return chromium.launch({
    executablePath: installed,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
}

/** The page of an audit; gives its path. */
export function report(folder, name, source, language, ...more) {
  const path = join(folder, `${name}.html`);
  const { status } = spawnSync(binary, [
    "audit", source, "--as-of", "2026-11-22", "--lang", language, "--quiet", "--output", `html=${path}`, ...more,
  ], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  // 1 is a gate that failed, as it should on the examples.
  if (status !== 0 && status !== 1) throw new Error(`the audit ended with ${status}`);
  return path;
}

/** An invented LinkedIn export whose every post shows a telephone number; gives its folder. */
export function postsWithNumbers(folder, count) {
  const export_ = join(folder, `linkedin-${count}`);
  mkdirSync(export_);
  writeFileSync(join(export_, "Profile.csv"),
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n" +
    "Anna,Vauclair,,,,Avocate,,Law,,Lyon,,,\n");
  const rows = ["Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility"];
  for (let i = 0; i < count; i += 1) {
    const number = String(10_000_000 + i * 131).slice(0, 8).replace(/(..)/g, " $1").trim();
    rows.push(`2026-01-14 08:01:02,https://www.linkedin.com/feed/update/${i},Appelez-moi au 06 ${number},,,PUBLIC`);
  }
  writeFileSync(join(export_, "Shares.csv"), rows.join("\n") + "\n");
  return export_;
}
