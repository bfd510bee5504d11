import { existsSync, readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { advisories, topics } from "./advisories.ts";

const here = new URL(".", import.meta.url);

it("has an identifier, a package, an attack and an answer in every row, and no identifier twice", () => {
  for (const row of advisories) {
    expect(row.id).toMatch(/^(?:CVE-202[3-9]-\d{4,}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})$/);
    for (const text of [row.package, row.attack, row.answer]) expect(text, row.id).not.toBe("");
  }
  expect(new Set(advisories.map(({ id }) => id)).size).toBe(advisories.length);
});

it("has a file of replays for every topic, and a topic for every file", () => {
  for (const topic of topics) expect(existsSync(new URL(`${topic}.test.ts`, here)), topic).toBe(true);
  const files = readdirSync(here).filter((name) => name.endsWith(".test.ts") && name !== "table.test.ts");
  expect(files.map((name) => name.slice(0, -".test.ts".length)).sort()).toEqual([...topics].sort());
});

it("is what docs/security-replays.md shows (npx vitest -u writes it anew)", async () => {
  const sections = topics.map((topic) => {
    const rows = advisories
      .filter((row) => row.topic === topic)
      .map((row) => `| ${row.id} | ${row.package} | ${inMarkdown(row.attack)} | ${inMarkdown(row.answer)} |`);
    return `## ${topic}\n\n| advisory | package | attack | required answer |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
  });
  await expect(`${introduction}\n${sections.join("\n")}`).toMatchFileSnapshot(
    "../../../../docs/security-replays.md",
  );
});

function inMarkdown(text: string): string {
  return text.replaceAll(/[<>*_[\]]/g, "\\$&");
}

const introduction = `# Attacks that are replayed

${advisories.length} advisories published since 2023 against the packages of this field, each with one test that replays the attack
on \`@daloyjs/core\` and requires the answer below. The table is \`test/packages/core/replays/advisories.ts\`; a heading is the file
of the tests. To add one: a row in the table, the attack under its identifier in the file, then \`npx vitest -u\` for this page.

Only advisories whose identifier and content are certain are in it. Where several describe one attack, each has its row. For
jsonwebtoken, helmet, cors, netmask and ipaddr.js we know of none that was published in this time.
`;
