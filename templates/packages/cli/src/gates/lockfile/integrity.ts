import { Buffer } from "node:buffer";
import type { LockedPackage, Lockfile } from "../../lockfile/lockfile.ts";
import type { Report } from "./findings.ts";

/** The bytes of the hashes that nobody can meet with other content. */
const strong: Readonly<Record<string, number>> = { sha256: 32, sha384: 48, sha512: 64 };

/** Every package of a registry has one strong hash, and one version has one hash. */
export function judgeIntegrity({ file, packages }: Lockfile): Report[] {
  const first = new Map<string, LockedPackage>();
  return packages.flatMap((locked) => {
    const { origin, line, integrity, unchecked, name, version } = locked;
    // what comes from elsewhere is a finding of its own
    if (origin.type !== "registry") return [];
    const report = (rule: string, message: string): Report[] => [
      { file, line, rule, package: `${name}@${version}`, message },
    ];
    const named = `${name}@${version}`;
    if (integrity === undefined || integrity === "")
      return unchecked ? [] : report("no-integrity", `There is no hash of ${named}.`);
    const judged = origin.registry === "jsr" ? judgeHex(integrity) : judgeHashes(integrity);
    if (judged === "weak") return report("weak-integrity", `The hash of ${named} is weak or broken.`);
    if (judged === "several") return report("several-integrities", `There are several hashes of ${named}.`);
    const before = first.get(named);
    if (before === undefined) first.set(named, locked);
    else if (before.integrity !== integrity)
      return report("differing-integrity", `The hash of ${named} is another than on line ${before.line}.`);
    return [];
  });
}

type Verdict = "strong" | "weak" | "several";

const judgeHex = (text: string): Verdict => (/^[0-9a-f]{64}$/.test(text) ? "strong" : "weak");

/** A subresource integrity, of which the strongest algorithm counts; or Yarn's checksum, a SHA-512. */
function judgeHashes(text: string): Verdict {
  if (/^(?:\w+\/)?[0-9a-f]{128}$/.test(text)) return "strong";
  const hashes = text.trim().split(/\s+/).map(hashOf);
  const sound = hashes.flatMap((hash) => hash ?? []);
  if (sound.length === 0 || hashes.length > sound.length + weakOnes(text)) return "weak";
  const best = Math.max(...sound);
  return sound.filter((bytes) => bytes === best).length > 1 ? "several" : "strong";
}

/** The bytes of a strong hash that is whole. */
function hashOf(text: string): number | undefined {
  const [, algorithm = "", base64 = ""] = /^(sha\d+)-([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = strong[algorithm];
  return bytes !== undefined && Buffer.from(base64, "base64").byteLength === bytes ? bytes : undefined;
}

/** A SHA-1 beside a stronger hash is not looked at. */
const weakOnes = (text: string): number => text.match(/(?:^|\s)(?:sha1|md5)-/g)?.length ?? 0;
