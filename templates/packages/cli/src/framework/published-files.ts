import { createHash } from "node:crypto";
import type { Registry } from "../registry/registry.ts";
import { filesInTarball } from "./tarball.ts";

/** The one package that is published: the scaffolder, with what it vendors inside. */
export const packageName = "create-daloy";

/** Where each vendored package lies in it. */
const folders = {
  "vendor/daloyjs-core": "templates/packages/core",
  "vendor/daloyjs-cli": "templates/packages/cli",
};
/** What a render leaves out, as `src/template/load-package.ts` of create-daloy does. */
const notVendored = /(^|\/)(tsconfig(\.[^/]+)?\.json|[^/]+\.tsbuildinfo|[^/]+\.test\.ts)$/;

export type PublishedFiles =
  /** Path in a project → SHA-256. */
  | { readonly status: "found"; readonly hashes: ReadonlyMap<string, string> }
  /** The tarball is not the one whose hash the registry names, or holds no framework. */
  | { readonly status: "unsound"; readonly message: string }
  | { readonly status: "unchecked"; readonly reason: string };

/** What the published package of a version would render below `vendor/`. */
export async function publishedFiles(version: string, registry: Registry): Promise<PublishedFiles> {
  const unchecked = (reason: string): PublishedFiles => ({ status: "unchecked", reason });
  const answer = await registry.packument(packageName);
  if (answer.status === "unreachable") return unchecked(answer.reason);
  const manifest = answer.status === "found" ? answer.packument.versions.get(version) : undefined;
  if (manifest === undefined) return unchecked(`The registry does not have ${packageName}@${version}.`);
  const { tarball, integrity } = distOf(manifest);
  if (tarball === undefined || integrity === undefined)
    return unchecked(`The registry names no SHA-512 of ${packageName}@${version}.`);
  const file = await registry.download(tarball);
  if (file.status !== "found")
    return unchecked(
      file.status === "missing" ? `The registry does not have ${tarball.pathname}.` : file.reason,
    );
  const own = `sha512-${createHash("sha512").update(file.document).digest("base64")}`;
  const name = `The tarball of ${packageName}@${version}`;
  if (!integrity.split(/\s+/).includes(own))
    return { status: "unsound", message: `${name} is not the one whose hash the registry names.` };
  try {
    const hashes = rendered(await filesInTarball(file.document));
    if (hashes.size > 0) return { status: "found", hashes };
  } catch {
    return { status: "unsound", message: `${name} cannot be unpacked.` };
  }
  return { status: "unsound", message: `${name} holds no framework.` };
}

function distOf({ dist }: Readonly<Record<string, unknown>>): { tarball?: URL; integrity?: string } {
  if (typeof dist !== "object" || dist === null) return {};
  const url = "tarball" in dist && typeof dist.tarball === "string" ? dist.tarball : "";
  const integrity = "integrity" in dist && typeof dist.integrity === "string" ? dist.integrity : undefined;
  return {
    ...(URL.canParse(url) && { tarball: new URL(url) }),
    ...(integrity?.includes("sha512-") && { integrity }),
  };
}

function rendered(files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>();
  for (const [vendor, folder] of Object.entries(folders)) {
    const manifest = files.get(`${folder}/package.json`);
    const listed = manifest === undefined ? [] : ["package.json", ...filesOf(manifest)];
    for (const [path, content] of files) {
      if (!path.startsWith(`${folder}/`)) continue;
      const own = path.slice(folder.length + 1);
      const isListed = listed.some((entry) => own === entry || own.startsWith(`${entry}/`));
      if (!isListed || notVendored.test(own)) continue;
      hashes.set(`${vendor}/${own}`, createHash("sha256").update(content).digest("hex"));
    }
  }
  return hashes;
}

function filesOf(manifest: Uint8Array): readonly string[] {
  const document: unknown = JSON.parse(Buffer.from(manifest).toString("utf8"));
  const files =
    typeof document === "object" && document !== null && "files" in document ? document.files : [];
  return Array.isArray(files) ? files.filter((entry) => typeof entry === "string") : [];
}
