import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { pathSetFault } from "../change/path-safety.ts";
import { CreateError, ExitCode } from "../errors.ts";
import { listFiles } from "../template/list-files.ts";
import type { Layer } from "../template/load.ts";
import type { World } from "../world.ts";
import { fetchArchive, keepArchive } from "./fetch-archive.ts";
import { maxOverlayBytes, overlayError } from "./overlay-error.ts";
import { readArchive } from "./read-archive.ts";
import type { OverlaySource } from "./source.ts";

/** An organisation's layer, in memory. */
export interface Overlay {
  /** Where it came from. */
  readonly text: string;
  readonly files: Layer;
}

export interface OverlayOptions {
  readonly offline: boolean;
  readonly allowUnpinned: boolean;
}

const maxFiles = 2_000;

/** What belongs to the framework, to git, to package managers or to one machine. */
const reserved = /^(vendor|\.daloy|\.git|node_modules|\.env)(\/|$)/i;

/**
 * Loads the layers of an organisation.
 *
 * @throws {CreateError} `overlay-unpinned` (usage), `overlay-invalid`, `overlay-unreachable`, `overlay-not-cached`
 */
export async function loadOverlays(
  sources: readonly OverlaySource[],
  world: World,
  options: OverlayOptions,
): Promise<Overlay[]> {
  refuseUnpinned(sources, options);
  const overlays: Overlay[] = [];
  for (const source of sources) {
    const { text } = source;
    if (source.kind === "folder") {
      overlays.push({ text, files: judged(text, await readFolder(text, source.path)) });
      continue;
    }
    const packed = await fetchArchive(source, world, options);
    overlays.push({ text, files: judged(text, await readArchive(text, packed, source.folder)) });
    await keepArchive(source, world, packed);
  }
  return overlays;
}

function refuseUnpinned(sources: readonly OverlaySource[], { allowUnpinned }: OverlayOptions): void {
  const loose = sources.filter((source) => source.kind === "archive" && !source.pinned);
  if (loose.length === 0 || allowUnpinned) return;
  const named = loose.map(({ text }) => `${text} can be another one tomorrow.`);
  throw new CreateError("overlay-unpinned", named.join("\n"), {
    fix: "Name the one you looked at: github:owner/repository#<40 digits of a commit>, https://….tar.gz#sha256=<hash>. --allow-unpinned takes it as it is.",
    exitCode: ExitCode.usage,
  });
}

async function readFolder(text: string, path: string): Promise<Map<string, Uint8Array>> {
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  if (!isFolder) throw overlayError(text, `there is no folder ${path}`);
  const files = new Map<string, Uint8Array>();
  let bytes = 0;
  const names = await listFiles(path, "", (why) => overlayError(text, why));
  for (const name of names.filter((each) => !each.startsWith(".git/"))) {
    const content = await readFile(join(path, name));
    bytes += content.byteLength;
    if (bytes > maxOverlayBytes) throw overlayError(text, `it is larger than ${maxOverlayBytes} bytes`);
    files.set(name, content);
  }
  return files;
}

function judged(text: string, files: ReadonlyMap<string, Uint8Array>): Layer {
  if (files.size === 0) throw overlayError(text, "it holds no files");
  if (files.size > maxFiles) throw overlayError(text, `it holds more than ${maxFiles} files`);
  const fault = pathSetFault(files.keys());
  if (fault !== undefined) throw overlayError(text, fault);
  const taken = [...files.keys()].filter((path) => reserved.test(path));
  if (taken.length > 0)
    throw overlayError(text, `it gives ${taken.join(", ")}, which is not an overlay's to give`);
  return files;
}
