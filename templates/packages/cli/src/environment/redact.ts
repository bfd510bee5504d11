import type { EnvFiles } from "./env-files.ts";

/** Shorter values are settings (`3000`, `none`), and hiding them would garble every sentence. */
const leastLength = 6;

/**
 * A function that hides the project's secrets in a text: each value of `.env`, and of a variable marked as a secret,
 * in the forms in which programs print it. What `.env.example` says too is public.
 */
export function createRedactor(
  files: EnvFiles,
  environment: Readonly<Record<string, string>>,
  tokens: readonly string[],
): (text: string) => string {
  const names = new Set([...Object.keys(files.values), ...files.secrets, ...tokens]);
  const hidden = [...names].flatMap((name) => {
    const values = [files.values[name] ?? "", environment[name] ?? ""];
    return values
      .filter((value) => value.length >= leastLength && value !== files.example[name])
      .flatMap((value) => [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])
      .map((form) => [form, `[${name}]`] as const);
  });
  // The longest first: one value may be a part of another.
  hidden.sort(([a], [b]) => b.length - a.length);
  return (text) => hidden.reduce((rest, [form, label]) => rest.replaceAll(form, label), text);
}
