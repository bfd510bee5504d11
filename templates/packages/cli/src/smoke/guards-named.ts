/**
 * The guards that a refusal names: those of the report that a `BootGuardError` prints (`[weak-secret] …`), and those of
 * the log line with its `violations`. A guard that is merely mentioned (as when it is waived) does not count.
 */
export function guardsNamed(output: string): ReadonlySet<string> {
  const named = new Set<string>();
  for (const line of output.split("\n")) {
    const reported = /^\s*\[([a-z]+(?:-[a-z]+)*)\]\s/.exec(line)?.[1];
    if (reported !== undefined) named.add(reported);
    if (line.startsWith("{")) for (const guard of loggedGuards(line)) named.add(guard);
  }
  return named;
}

function loggedGuards(line: string): string[] {
  try {
    const entry: unknown = JSON.parse(line);
    if (!isObject(entry) || !Array.isArray(entry["violations"])) return [];
    return entry["violations"].flatMap((violation: unknown) =>
      isObject(violation) && typeof violation["guard"] === "string" ? [violation["guard"]] : [],
    );
  } catch {
    return [];
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
