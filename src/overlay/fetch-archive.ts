import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { sha256 } from "../change/content.ts";
import { CreateError } from "../errors.ts";
import type { World } from "../world.ts";
import { maxOverlayBytes, overlayError } from "./overlay-error.ts";
import type { OverlaySource } from "./source.ts";

type Archive = Extract<OverlaySource, { kind: "archive" }>;

const timeout = 60_000;

/** The packed overlay: from the cache where it is pinned, else from the web. */
export async function fetchArchive(
  source: Archive,
  world: World,
  { offline }: { readonly offline: boolean },
): Promise<Uint8Array> {
  const kept = source.pinned ? await readFile(cachedAt(source, world)).catch(() => undefined) : undefined;
  if (kept !== undefined && matches(source, kept)) return kept;
  if (offline) {
    throw new CreateError("overlay-not-cached", `The overlay ${source.text} is not in the cache.`, {
      fix: "Run it once without --offline. Only a pinned overlay is kept.",
    });
  }
  const fetched = await download(source, world);
  if (!matches(source, fetched))
    throw overlayError(source.text, `it hashes to ${sha256(fetched)}: it is not the one that was named`);
  return fetched;
}

/** Keeps a pinned overlay that proved to be one. A cache that cannot be written is none. */
export async function keepArchive(source: Archive, world: World, content: Uint8Array): Promise<void> {
  if (!source.pinned) return;
  const path = cachedAt(source, world);
  const unfinished = `${path}.${process.pid}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(unfinished, content, { mode: 0o600 });
    await rename(unfinished, path);
  } catch {
    await rm(unfinished, { force: true });
  }
}

const matches = ({ sha256: expected }: Archive, content: Uint8Array): boolean =>
  expected === undefined || sha256(content) === expected;

async function download({ text, url }: Archive, { fetch, signal }: World): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]) });
    if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`);
    // A redirect may lead elsewhere, but not out of TLS.
    if (response.url !== "" && !response.url.startsWith("https:"))
      throw new Error(`it leads to ${response.url}`);
    return await bounded(text, response);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof CreateError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new CreateError("overlay-unreachable", `The overlay ${text} could not be fetched: ${why}.`, {
      fix: "Look at its address and your network. One that takes a login is to be fetched by you, and named as a folder.",
      cause: error,
    });
  }
}

async function bounded(text: string, response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxOverlayBytes) throw overlayError(text, `it is larger than ${maxOverlayBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function cachedAt({ url, sha256: expected = "" }: Archive, world: World): string {
  return join(cacheFolder(world), `${sha256(Buffer.from(`${url} ${expected}`))}.tar.gz`);
}

function cacheFolder({ env, platform }: World): string {
  const base = platform === "win32" ? env["LOCALAPPDATA"] : env["XDG_CACHE_HOME"];
  return join(base ?? join(env["HOME"] ?? homedir(), ".cache"), "create-daloy", "overlays");
}
