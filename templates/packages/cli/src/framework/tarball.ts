import { promisify } from "node:util";
import { gunzip } from "node:zlib";

const unzip = promisify(gunzip);
/** A package that unpacks to more is none of ours. */
const mostBytes = 512 * 1024 * 1024;
const block = 512;

/**
 * The files of a package's tarball, in memory: path inside the package → content. ustar with prefixes and pax paths, which is what npm
 * writes; nanotar knows no prefixes.
 *
 * @throws {Error} when it is no such tarball
 */
export async function filesInTarball(tarball: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const data = await unzip(tarball, { maxOutputLength: mostBytes });
  const files = new Map<string, Uint8Array>();
  let longPath: string | undefined;
  for (let at = 0; at + block <= data.length && data[at] !== 0; ) {
    const header = data.subarray(at, at + block);
    const size = Number.parseInt(text(header, 124, 12), 8);
    if (!Number.isSafeInteger(size) || size < 0 || at + block + size > data.length)
      throw new Error("A file of it has no size.");
    const content = data.subarray(at + block, at + block + size);
    const type = text(header, 156, 1);
    if (type === "x") longPath = paxPath(content);
    else if (type !== "g") {
      const prefix = text(header, 345, 155);
      const path = longPath ?? (prefix === "" ? "" : `${prefix}/`) + text(header, 0, 100);
      longPath = undefined;
      // Whatever the folder is called: `package/` of npm.
      if (type === "0" || type === "") files.set(path.slice(path.indexOf("/") + 1), content);
    }
    at += block + Math.ceil(size / block) * block;
  }
  return files;
}

const text = (header: Buffer, from: number, length: number): string =>
  header
    .toString("utf8", from, from + length)
    .replace(/\0.*$/s, "")
    .trim();

/** `27 path=package/a/long/path\n` */
const paxPath = (content: Buffer): string | undefined =>
  /(?:^|\n)\d+ path=(.*)\n/.exec(content.toString("utf8"))?.[1];
