// Part of cross_check.py: read our GIFT exports with gift-pegjs and count what differs.
// node cross_check_gift.mjs FOLDER   (gift-pegjs installed where node finds it, or named by GIFT_PEGJS)
import { createRequire } from "node:module";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(process.env.GIFT_PEGJS ?? import.meta.url);
const { parse } = require("gift-pegjs");
const folder = process.argv[2];
const plain = (text) => text.replace(/[ \t]+/g, " ").trim(); // gift-pegjs folds blanks

for (const name of readdirSync(folder).sort()) {
  const path = join(folder, name, "gift", `${name}.gift`);
  if (!existsSync(path)) continue;
  const expected = JSON.parse(readFileSync(join(folder, name, "expected.json"))).filter((q) => q.kind !== "code");
  const theirs = parse(readFileSync(path, "utf8")).filter((q) => q.type !== "Category");
  const differ = [];
  expected.forEach((mine, i) => {
    const question = theirs[i];
    let same = question !== undefined && plain(question.stem.text).endsWith(plain(mine.stem));
    if (same && mine.options.length) {
      const right = question.choices.flatMap((c, k) => (c.isCorrect || c.weight > 0 ? [k] : []));
      same = question.choices.every((c, k) => plain(c.text.text) === plain(mine.options[k]));
      same &&= question.choices.length === mine.options.length;
      same &&= JSON.stringify(right) === JSON.stringify([...mine.key].sort((a, b) => a - b));
    }
    if (!same) differ.push(mine.id);
  });
  if (theirs.length !== expected.length) differ.push(`${theirs.length} questions, not ${expected.length}`);
  console.log(name, expected.length, "questions:", differ);
}
