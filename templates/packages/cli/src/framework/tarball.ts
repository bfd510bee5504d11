import { promisify } from "node:util";
import { gunzip } from "node:zlib";

const unzip = promisify(gunzip);
/** A package that unpacks to more is none of ours. */
const mostBytes = 512 * 1024 * 1024;

/**
 * The files of a package's tarball, in memory: path inside the package → content.
 *
 * @throws {Error} when it is no such tarball
 */
export async function filesInTarball(tarball: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const { unpackTar } = await import("../third-party/modern-tar.ts");
  const entries = await unpackTar(await unzip(tarball, { maxOutputLength: mostBytes }), { strict: true });
  return new Map(
    entries.flatMap(({ header: { name, type }, data = new Uint8Array() }) =>
      // Whatever the folder is called: `package/` of npm.
      type === "file" ? [[name.slice(name.indexOf("/") + 1), data]] : [],
    ),
  );
}
