import { posix } from "node:path";
import { decoded } from "../../lockfile/identifier.ts";
import type { LockedPackage, Lockfile } from "../../lockfile/lockfile.ts";
import { isBuiltinPatch } from "../../lockfile/yarn.ts";
import { type RegistrySettings, registryOf } from "../../registry/settings.ts";
import type { GateContext } from "../../verify/gate.ts";
import type { Report } from "./findings.ts";

/** Where the managers get packages from unless they are told otherwise, and where JSR's are for npm. */
const wellKnown = ["https://registry.npmjs.org/", "https://registry.yarnpkg.com/"];
const jsrForNpm = { scope: "@jsr", registry: "https://npm.jsr.io/" };

/** Packages come from the registry that is theirs, or are the project's own folders. */
export async function judgeSources(
  { file, packages }: Lockfile,
  settings: RegistrySettings,
  { files }: GateContext,
): Promise<Report[]> {
  const own = new Set((await files()).map((path) => posix.dirname(path)));
  return packages.flatMap((locked) => {
    const fault = faultOf(locked, settings, own);
    return fault === undefined
      ? []
      : { file, line: locked.line, package: `${locked.name}@${locked.version}`, ...fault };
  });
}

type Fault = Pick<Report, "rule" | "message">;

function faultOf(
  { name, version, origin }: LockedPackage,
  settings: RegistrySettings,
  own: ReadonlySet<string>,
): Fault | undefined {
  switch (origin.type) {
    case "other":
      return { rule: "not-registry", message: `${name} comes from ${withoutUser(origin.spec)}.` };
    case "patch":
      if (isBuiltinPatch(origin.patch) || isOwn(patchFolder(origin.patch), own)) return undefined;
      return { rule: "folder", message: `${name} is patched by a file outside of the project.` };
    case "folder":
      if (isOwn(origin.path, own)) return undefined;
      return {
        rule: "folder",
        message: `${name} is the folder ${origin.path}, which is not the project's own.`,
      };
    case "registry":
      return origin.tarball === undefined
        ? undefined
        : faultOfTarball(name, version, origin.tarball, settings);
  }
}

/** The project's own folder, or a vendored package's, by a path that does not lead out of it. */
function isOwn(path: string, own: ReadonlySet<string>): boolean {
  const folder = posix.normalize(path).replace(/\/$/, "");
  return /^vendor\/daloyjs-(?:core|cli)$/.test(folder) || (folder !== "." && own.has(folder));
}

/** `~/.yarn/patches/a.patch` is relative to the project. */
const patchFolder = (patch: string): string =>
  posix.dirname(
    patch
      .replace(/^optional!/, "")
      .replace(/^~\//, "")
      .replace(/^\.\//, ""),
  );

function faultOfTarball(
  name: string,
  version: string,
  tarball: string,
  settings: RegistrySettings,
): Fault | undefined {
  const url = URL.canParse(tarball) ? new URL(tarball) : undefined;
  const shown = withoutUser(tarball);
  if (url === undefined || url.username !== "" || url.password !== "")
    return { rule: "not-registry", message: `${name} comes from ${shown}.` };
  const configured = registryOf(name, settings);
  const isPublic = configured === settings.registry;
  const allowed = [
    configured,
    // a scope that has a registry of its own comes from there alone
    ...(isPublic ? wellKnown : []),
    ...(name.startsWith(`${jsrForNpm.scope}/`) ? [jsrForNpm.registry] : []),
  ];
  const from = allowed.find((registry) => url.href.startsWith(registry));
  if (url.protocol !== "https:" && from === undefined)
    return { rule: "insecure-source", message: `${name} comes over plain HTTP: ${shown}.` };
  if (from === undefined && !isSameHost(url, allowed))
    return {
      rule: "wrong-host",
      message: `${name} comes from ${url.host}, which is no registry of this project.`,
    };
  if (isTarballOf(url, name, version, from)) return undefined;
  return { rule: "wrong-tarball", message: `The tarball of ${name}@${version} is another one: ${shown}.` };
}

/** A registry may keep its tarballs below another path. */
const isSameHost = (url: URL, registries: readonly string[]): boolean =>
  registries.some((registry) => new URL(registry).origin === url.origin);

/** `<registry>/<name>/-/<base>-<version>.tgz`; other products write the name and the version in another order. */
function isTarballOf(url: URL, name: string, version: string, registry: string | undefined): boolean {
  const path = decoded(url.pathname);
  if (url.search !== "" || url.hash !== "") return false;
  const base = name.slice(name.indexOf("/") + 1);
  // the build metadata of a version is no part of what is published
  const [plain = version] = version.split("+");
  if (registry !== undefined && wellKnown.includes(registry))
    return path === `/${name}/-/${base}-${plain}.tgz`;
  return path.includes(`/${name}/`) && path.includes(plain);
}

/** A URL may carry a password. */
const withoutUser = (text: string): string => text.replace(/\/\/[^/@]*@/, "//");
