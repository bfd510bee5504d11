import { readFile } from "node:fs/promises";

/** The tool's own version, from its package. */
export async function ownVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  const version = typeof manifest === "object" && manifest && "version" in manifest ? manifest.version : "";
  return String(version);
}
