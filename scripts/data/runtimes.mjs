import schedule from "node-releases/data/release-schedule/release-schedule.json" with { type: "json" };

/** The day up to which this is known: that of the library's release. */
const asOf = "2026-11-17";

/** When each minor line came out, as the npm registry dates it. Neither Bun nor Deno ends a line on a day. */
const bun = {
  "1.0": "2023-09-08",
  1.1: "2024-04-01",
  1.2: "2025-01-22",
  1.3: "2025-10-10",
  1.4: "2026-08-20",
};
const deno = {
  "2.0": "2024-10-09",
  2.1: "2024-11-21",
  2.2: "2025-02-18",
  2.3: "2025-05-01",
  2.4: "2025-07-01",
  2.5: "2025-09-16",
  2.6: "2025-12-11",
  2.7: "2026-02-25",
  2.8: "2026-05-28",
  2.9: "2026-06-25",
};

/** A line without a schedule counts as ended this long after the next one came out: a rule of ours, not of the vendor's. */
const daysAfterSuccessor = 365;

export function runtimes() {
  const node = Object.entries(schedule).flatMap(([name, { start, end, codename }]) => {
    const line = name.slice(1);
    return /^\d+$/.test(line)
      ? [{ line, start, end, ...(codename ? { codename: codename.toLowerCase() } : {}) }]
      : [];
  });
  const document = {
    asOf,
    node: { scheduled: true, source: "https://github.com/nodejs/Release, schedule.json", lines: node },
    bun: { scheduled: false, source: "https://github.com/oven-sh/bun/releases", lines: afterSuccessors(bun) },
    deno: {
      scheduled: false,
      source: "https://docs.deno.com/runtime/fundamentals/stability_and_releases/",
      lines: afterSuccessors(deno),
    },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function afterSuccessors(lines) {
  const entries = Object.entries(lines).sort(([, a], [, b]) => (a < b ? -1 : 1));
  return entries.map(([line], index) => {
    const [, next] = entries[index + 1] ?? [];
    if (next === undefined) return { line };
    const end = new Date(Date.parse(next) + daysAfterSuccessor * 86_400_000).toISOString().slice(0, 10);
    return { line, end };
  });
}
