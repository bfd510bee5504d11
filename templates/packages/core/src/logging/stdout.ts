/** Writes one line to standard output, or to the console where the runtime has no such stream. */
export function writeLine(line: string): void {
  const stdout = standardOutput();
  if (stdout) stdout.write(`${line}\n`);
  else console.log(line);
}

interface Output {
  write(text: string): unknown;
}

/**
 * By computed key, so that no bundler replaces it. Workers emulate `process`, but only their console is
 * shown.
 */
function standardOutput(): Output | undefined {
  if (globalThis.navigator?.userAgent === "Cloudflare-Workers") return undefined;
  const process: unknown = Reflect.get(globalThis, "process");
  if (typeof process !== "object" || process === null || !("stdout" in process)) return undefined;
  const { stdout } = process;
  return isOutput(stdout) ? stdout : undefined;
}

function isOutput(value: unknown): value is Output {
  return typeof value === "object" && value !== null && "write" in value && typeof value.write === "function";
}
