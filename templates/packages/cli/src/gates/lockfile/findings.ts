import type { Finding } from "../../verify/gate.ts";

/** A finding without what its rule says of all like it. */
export type Report = Pick<Finding, "file" | "line" | "rule" | "package" | "message">;

export const findingsOf = (reports: readonly Report[]): Finding[] =>
  reports.map((report) => {
    const { why, fix } = reasons[report.rule] ?? unreadable;
    return { ...report, why, fix };
  });

const again = "Run the package manager's install, and commit what it writes.";
const restore =
  "Take the lockfile back from version control, and let the package manager change it; find out who wrote this.";
const injected =
  "Nobody reads a lockfile line by line, and every install trusts it: it is where a package is slipped in.";

const unreadable = {
  why: "What a gate cannot read, it cannot judge, and two readers of it may see two things.",
  fix: "Take the lockfile back from version control, or remove it and install again.",
};

const reasons: Readonly<Record<string, { readonly why: string; readonly fix: string }>> = {
  missing: { why: "Without a lockfile whatever was published a moment ago is installed.", fix: again },
  untracked: {
    why: "A lockfile that is not in version control decides nothing on another machine, nor on CI.",
    fix: "Add it with `git add`, and take it out of the ignore file that names it.",
  },
  "other-manager": {
    why: "What one manager locks, another does not read: an install with it brings in versions that nobody looked at.",
    fix: "Remove it; change the package manager by running create-daloy in this folder.",
  },
  "out-of-step": {
    why: "A frozen install fails, and any other install decides anew what comes in.",
    fix: again,
  },
  "wrong-version": { why: `A version that nobody asked for is installed. ${injected}`, fix: again },
  "wrong-package": { why: `Another package is installed under a trusted name. ${injected}`, fix: restore },
  "missing-package": { why: "What is not locked is decided anew by each install.", fix: again },
  extraneous: { why: `It is installed and nothing asks for it. ${injected}`, fix: again },
  "not-registry": {
    why: "What does not come from a registry has no date, no advisories and no owner, and can change under its name.",
    fix: "Depend on a release of the registry; code of your own belongs below src/.",
  },
  folder: {
    why: "What is in a folder that is not in version control, nobody reviews.",
    fix: "Remove the dependency, or add the folder to the repository.",
  },
  "insecure-source": {
    why: "Whoever is between this machine and the registry can read along, and answer in its place.",
    fix: "Configure the registry with https, and install again.",
  },
  "wrong-host": {
    why: `The name and the version look right, and another server answers. ${injected}`,
    fix: `${restore} A mirror belongs into the configuration of the package manager.`,
  },
  "wrong-tarball": {
    why: `The name looks right, and another package's content comes. ${injected}`,
    fix: restore,
  },
  "no-integrity": { why: "Without a hash, whatever the server sends is installed.", fix: again },
  "weak-integrity": {
    why: "SHA-1 and MD5 can be met with other content, and a broken hash is not compared at all.",
    fix: "Remove the entry from the lockfile, install again, and compare what comes.",
  },
  "several-integrities": {
    why: "Each of the hashes lets a content through: one of them is enough for another.",
    fix: restore,
  },
  "differing-integrity": {
    why: "A published version has one content: one of the two hashes belongs to something else.",
    fix: restore,
  },
};
