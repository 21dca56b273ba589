// A browser of the system and reports of the program, for the tests and for the pictures.

import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
  return page(folder, name, root, language, source, ...more);
}

function page(folder, name, from, language, ...more) {
  const path = join(folder, `${name}.html`);
  const { status } = spawnSync(binary, [
    "audit", "--as-of", "2026-11-22", "--lang", language, "--quiet", "--output", `html=${path}`, ...more,
  ], { cwd: from, stdio: ["ignore", "ignore", "inherit"] });
  // 1 is a gate that failed, as it should on the examples.
  if (status !== 0 && status !== 1) throw new Error(`the audit ended with ${status}`);
  return path;
}

/** The example with the scores of eleven earlier runs, under other rules at first; gives the page's path. */
export function reportWithHistory(folder, name, language) {
  const work = join(folder, `work-${name}`);
  cpSync(join(root, "examples", "maitre-valcourt"), work, { recursive: true });
  appendFileSync(join(work, "cloison.yaml"), "history: scores.jsonl\n");
  page(folder, name, work, language, ".", "--record");
  const now = JSON.parse(readFileSync(join(work, "scores.jsonl"), "utf8"));
  const lines = Array.from({ length: 11 }, (_, month) => {
    const part = month / 11 + 0.06 * Math.sin(month * 2);
    const towards = (score) => Math.round((8 + (score - 8) * part) * 10) / 10;
    const dimensions = Object.fromEntries(Object.entries(now.dimensions).map(([key, { score, coverage }]) =>
      [key, { score: Math.max(0, key === "specialization" ? 100 - 20 * part : towards(score)), coverage }]));
    const day = `2026-${String(month + 1).padStart(2, "0")}-03`;
    const rules = month < 3 ? "sha256:older" : now.rules;
    return JSON.stringify({ ...now, as_of: day, rules, overall: Math.max(0, towards(now.overall)), dimensions });
  });
  writeFileSync(join(work, "scores.jsonl"), `${lines.join("\n")}\n`);
  return page(folder, name, work, language, ".");
}

/** The page of a firm of invented people, one of whom nothing can be read; gives its path. */
export function firm(folder, name, language, count) {
  const work = join(folder, `firm-${name}`);
  const first = ["Anna", "Bruno", "Chloé", "Driss", "Élise", "Farid", "Gaëlle", "Hugo", "Inès", "Jules", "Karim", "Léa"];
  const last = ["Vauclair", "Tremblay", "Quentrec", "Belkacem", "Marchand", "Ozanne", "Delmas"];
  mkdirSync(work);
  writeFileSync(join(work, "cloison.yaml"), "version: 1\n");
  const people = Array.from({ length: count }, (_, place) => {
    const person = `${first[place % first.length]} ${last[place % last.length]}${place >= 84 ? ` ${place}` : ""}`;
    const lines = ["cloison: profile/v1", "network: linkedin", "fields:", `  name: ${person}`];
    lines.push(place % 3 ? "  headline: Avocat en droit du travail" : "  headline: Passionné de tout");
    lines.push(place % 2 ? "  about: J’accompagne les salariés et les entreprises." : "  about: Joignez-moi au 06 12 34 56 78, mon IBAN est FR76 3000 6000 0112 3456 7890 189.");
    lines.push("posts:");
    for (let post = 0; post < place % 5; post += 1) {
      lines.push(`  - { text: "Ce juge est un connard, appelez-moi au 06 12 34 5${post} 78", date: 2026-0${post + 1}-01T08:00:00Z, audience: public }`);
    }
    if (place % 5 === 0) lines.pop();
    mkdirSync(join(work, person));
    writeFileSync(join(work, person, "me.yaml"), `${lines.join("\n")}\n`);
    return person;
  });
  mkdirSync(join(work, "Zoé Nulle"));
  writeFileSync(join(work, "Zoé Nulle", "notes.txt"), "");
  const path = join(folder, `${name}.html`);
  const { status } = spawnSync(binary, [
    "audit", ...people, "Zoé Nulle", "--each", "--as-of", "2026-11-22", "--lang", language, "--quiet", "--output", `html=${path}`,
  ], { cwd: work, stdio: "ignore" });
  if (status !== 3 && status !== 4) throw new Error(`the audit ended with ${status}`);
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
