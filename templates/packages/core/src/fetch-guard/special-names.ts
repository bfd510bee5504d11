/** Host names that cannot belong to the public Internet, for runtimes where only the name can be judged. */
import type { AddressKind } from "../net/special-purpose.ts";

interface SpecialName {
  readonly kind: Extract<AddressKind, "loopback" | "private" | "link-local">;
  readonly source: string;
}

/** Top-level names and suffixes, each with the kind of address behind it. */
const specialNames: ReadonlyMap<string, SpecialName> = new Map([
  ["localhost", { kind: "loopback", source: "RFC 6761" }],
  ["localdomain", { kind: "loopback", source: "the usual /etc/hosts" }],
  ["local", { kind: "link-local", source: "RFC 6762" }],
  ["internal", { kind: "private", source: "reserved by ICANN" }],
  ["home.arpa", { kind: "private", source: "RFC 8375" }],
  ["intranet", { kind: "private", source: "RFC 6762 appendix G" }],
  ["private", { kind: "private", source: "RFC 6762 appendix G" }],
  ["corp", { kind: "private", source: "RFC 6762 appendix G" }],
  ["home", { kind: "private", source: "RFC 6762 appendix G" }],
  ["lan", { kind: "private", source: "RFC 6762 appendix G" }],
]);

/** What a name stands for if it cannot be public: itself or a suffix is in the table, or it has no dot at all. */
export function specialNameOf(host: string): SpecialName | undefined {
  const labels = host.split(".");
  for (const count of [1, 2]) {
    const found = specialNames.get(labels.slice(-count).join("."));
    if (found !== undefined) return found;
  }
  return labels.length === 1 ? { kind: "private", source: "a name without a dot" } : undefined;
}
