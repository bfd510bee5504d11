import { valueAt } from "../../syntax/data.ts";
import { parseJson } from "../../syntax/json.ts";
import type { GateContext, Judgement } from "../../verify/gate.ts";

const configs = ["wrangler.jsonc", "wrangler.json", "wrangler.toml"];
const dayMs = 86_400_000;
/** Cloudflare ends no date; these are a rule of this tool. */
const warnDays = 365;
const mostDays = 730;

/** The day whose behaviour a Worker asks for: an old one keeps old faults of the runtime. */
export async function judgeCompatibilityDate({
  readText,
  now,
}: Pick<GateContext, "readText" | "now">): Promise<Judgement> {
  const judged = await Promise.all(
    configs.map(async (file): Promise<Judgement> => {
      const found = await dateIn(file, (await readText(file)) ?? "");
      const days = found === undefined ? Number.NaN : (now.getTime() - Date.parse(found.date)) / dayMs;
      if (found === undefined || (days >= -1 && days <= warnDays)) return { findings: [] };
      const { date, line } = found;
      const what = `The Worker asks for the runtime's behaviour of ${date}`;
      if (days > warnDays && days <= mostDays)
        return { findings: [], warnings: [`${what} (${file}:${line}), more than a year ago.`] };
      const message = Number.isNaN(days)
        ? `${date} is no day.`
        : days < 0
          ? `${what}, which is to come: Cloudflare refuses it.`
          : `${what}, more than two years ago.`;
      const why = "What was mended in the runtime since then stays switched off for this Worker.";
      const fix =
        "Read Cloudflare's list of compatibility dates, set compatibility_date to a day of this month, and run the tests.";
      return { findings: [{ file, line, rule: "compatibility-date", message, why, fix }] };
    }),
  );
  return {
    findings: judged.flatMap(({ findings }) => findings),
    warnings: judged.flatMap(({ warnings = [] }) => warnings),
  };
}

async function dateIn(file: string, text: string): Promise<{ date: string; line: number } | undefined> {
  if (file.endsWith(".toml")) {
    const lines = text
      .split("\n")
      .map((line) => /^\s*compatibility_date\s*=\s*["'](.*?)["']/.exec(line)?.[1]);
    const index = lines.findIndex((date) => date !== undefined);
    const date = lines[index];
    return date === undefined ? undefined : { date, line: index + 1 };
  }
  const document = await parseJson(text === "" ? "{}" : text);
  const value = "fault" in document ? undefined : valueAt(document, "compatibility_date");
  return value?.text === undefined ? undefined : { date: value.text, line: value.line };
}
