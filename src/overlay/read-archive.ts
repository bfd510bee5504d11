import { gunzipSync } from "node:zlib";
import { unpackTar } from "modern-tar";
import { maxOverlayBytes, overlayError } from "./overlay-error.ts";

/**
 * The files of a packed overlay, below its one folder at the top, as GitHub and `npm pack` make them.
 *
 * @param folder Only what is in this folder of it
 * @throws {CreateError} `overlay-invalid`
 */
export async function readArchive(
  text: string,
  packed: Uint8Array,
  folder: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const entries = await unpack(text, packed);
  const tops = new Set(entries.map(({ header }) => header.name.split("/")[0]));
  if (tops.size !== 1) throw overlayError(text, "its files do not lie in one folder at the top");
  const files = new Map<string, Uint8Array>();
  for (const { header, data = new Uint8Array() } of entries) {
    const { name, type } = header;
    if (type === "directory") continue;
    if (type !== "file") throw overlayError(text, `"${name}" is neither a file nor a folder`);
    const path = name.slice(name.indexOf("/") + 1);
    if (folder === "") files.set(path, data);
    else if (path.startsWith(`${folder}/`)) files.set(path.slice(folder.length + 1), data);
  }
  return files;
}

async function unpack(text: string, packed: Uint8Array) {
  try {
    return await unpackTar(gunzipSync(packed, { maxOutputLength: maxOverlayBytes }), { strict: true });
  } catch (error) {
    throw overlayError(text, `it cannot be unpacked (${error instanceof Error ? error.message : error})`);
  }
}
