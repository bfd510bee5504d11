import { knownAdvisories } from "../../framework/advisories.ts";
import type { Lock } from "../../framework/lock.ts";
import { lockFile } from "../../framework/lock.ts";
import { packageName, publishedFiles } from "../../framework/published-files.ts";
import type { Registry } from "../../registry/registry.ts";
import type { Finding, Judgement } from "../../verify/gate.ts";

/** What only the registry can tell: that the lock itself is true, and that the version has no known hole. */
export async function judgePublished(
  { version, files }: Lock,
  registry: Registry,
  upgrade: string,
): Promise<Judgement> {
  const [published, known] = await Promise.all([
    publishedFiles(version, registry),
    knownAdvisories(version, registry),
  ]);
  const unchecked =
    known.unchecked === undefined ? [] : [`Advisories for ${packageName}@${version}. ${known.unchecked}`];
  const advisories = known.advisories.map(
    ({ id, title, severity, url }): Finding => ({
      file: lockFile,
      line: 1,
      rule: "advisory",
      message: `${packageName}@${version} has a known hole (${severity}): ${title} (${id}${url === "" ? "" : `, ${url}`}).`,
      why: "The framework lies in vendor/, where no package manager and no bot sees that it needs an update.",
      fix: `Run \`${upgrade}\` in this folder: it upgrades the framework and keeps your changes.`,
    }),
  );
  if (published.status === "unchecked") {
    const half = `Whether the hashes in ${lockFile} are those of the published ${packageName}@${version}. ${published.reason}`;
    return { findings: advisories, unchecked: [half, ...unchecked] };
  }
  const differing =
    published.status === "unsound"
      ? [finding(lockFile, published.message)]
      : compare(files, published.hashes, version);
  return { findings: [...advisories, ...differing], unchecked };
}

function compare(
  locked: ReadonlyMap<string, string>,
  published: ReadonlyMap<string, string>,
  version: string,
): Finding[] {
  const release = `${packageName}@${version}`;
  const vendored = [...locked].filter(([path]) => /^vendor\/daloyjs-(?:core|cli)\//.test(path));
  const known = new Set(vendored.map(([path]) => path));
  return [
    ...vendored.flatMap(([path, hash]) => {
      const theirs = published.get(path);
      if (theirs === hash) return [];
      const message =
        theirs === undefined
          ? `The lock has this file, and ${release} has none.`
          : `The lock has another hash of this file than ${release}: both were changed.`;
      return [finding(path, message)];
    }),
    ...[...published.keys()]
      .filter((path) => !known.has(path))
      .map((path) => finding(path, `${release} has this file, and the lock does not.`)),
  ];
}

const finding = (file: string, message: string): Finding => ({
  file,
  line: 1,
  rule: "unpublished",
  message,
  why: "Who changes a file of the framework and its hash changes what protects the app, and no other check notices.",
  fix: `Take vendor/ and ${lockFile} back from version control as they were after the last run of create-daloy, or run it in this folder with --replace-owned.`,
});
