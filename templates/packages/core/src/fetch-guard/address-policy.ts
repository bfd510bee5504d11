/** Which addresses may be connected to. */
import { CidrSet } from "../net/cidr.ts";
import { embeddedIps } from "../net/embedded-ips.ts";
import { formatIp, type IpAddress, unmapIp } from "../net/ip-address.ts";
import { parseLooseIp } from "../net/loose-ip.ts";
import { specialPurposeOf } from "../net/special-purpose.ts";
import { SsrfBlockedError, type SsrfBlockedReason } from "./errors.ts";
import { metadataServices } from "./metadata-hosts.ts";
import type { Policy } from "./options.ts";

interface Refusal {
  readonly reason: SsrfBlockedReason;
  readonly explanation: string;
}

/**
 * Judges the answers of a resolver, or the one literal of a URL. A single bad answer refuses them all: a name that points
 * inside and outside at once is an attack or a mistake.
 *
 * @returns the addresses to connect to, IPv4-mapped ones folded
 * @throws SsrfBlockedError
 */
export function checkAddresses(
  url: URL,
  answers: readonly string[],
  policy: Policy,
  own: readonly string[],
): IpAddress[] {
  const ownAddresses = new CidrSet(own.map(withoutZone));
  return answers.map((answer) => {
    const parsed = parseLooseIp(answer);
    if (parsed === undefined) {
      throw new SsrfBlockedError(
        url,
        "invalid-address",
        `its resolver answered ${JSON.stringify(answer)}, which is no address.`,
      );
    }
    const ip = unmapIp(parsed);
    const address = formatIp(ip);
    const refusal = judgeAddress(ip, policy, ownAddresses);
    if (refusal !== undefined) {
      const among = answers.length > 1 ? ` (one of ${answers.length} answers; one is enough)` : "";
      throw new SsrfBlockedError(url, refusal.reason, `${address}${among} ${refusal.explanation}`, address);
    }
    return ip;
  });
}

/** Why an address is refused, or `undefined` if it is not. `ip` is not IPv4-mapped. */
export function judgeAddress(ip: IpAddress, policy: Policy, own: CidrSet): Refusal | undefined {
  const inner = embeddedIps(ip);
  if ([ip, ...inner].some((each) => policy.denyAddresses.has(each))) {
    return { reason: "denied-address", explanation: "is listed in denyAddresses." };
  }
  if (policy.allowAddresses.has(ip)) return undefined;

  const permit = `allowAddresses: [${JSON.stringify(formatIp({ ...ip, zone: "" }))}]`;
  const service = metadataServices.get(ip);
  if (service !== undefined) {
    return {
      reason: "metadata",
      explanation: `is a cloud metadata address: ${service}. To permit it: ${permit}.`,
    };
  }
  for (const each of inner) {
    const refusal = judgeAddress(each, policy, own);
    if (refusal !== undefined)
      return { ...refusal, explanation: `embeds ${formatIp(each)}, which ${refusal.explanation}` };
  }
  const { kind, name, rfc } = specialPurposeOf(ip);
  // The permitted kinds always hold these two; naming them narrows the type.
  if (kind !== "global" && kind !== "translated" && !policy.permittedKinds.has(kind)) {
    const option = kindOptionNames.get(kind);
    const fix = option === undefined ? permit : `${option}: true, or ${permit}`;
    return { reason: kind, explanation: `is not a public address: ${name}, ${rfc}. To permit it: ${fix}.` };
  }
  if (own.has(ip) && !policy.permittedKinds.has("loopback")) {
    return {
      reason: "own-address",
      explanation: `is this host's own. To permit it: allowLoopback: true, or ${permit}.`,
    };
  }
  return undefined;
}

const kindOptionNames: ReadonlyMap<string, string> = new Map([
  ["loopback", "allowLoopback"],
  ["private", "allowPrivate"],
  ["link-local", "allowLinkLocal"],
  ["unique-local", "allowUniqueLocal"],
]);

function withoutZone(address: string): string {
  return address.replace(/%.*$/, "");
}
