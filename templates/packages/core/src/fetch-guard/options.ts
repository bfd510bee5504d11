import { CidrSet, parseCidr } from "../net/cidr.ts";
import type { AddressKind } from "../net/special-purpose.ts";
import { parseHostPattern } from "./host-patterns.ts";
import type { Runtime } from "./runtime.ts";

/** Options of `fetchGuard`. */
export interface FetchGuardOptions {
  /** When given, only these hosts are permitted: exact, or `*.example.com` for every name below. The address rules still hold. */
  readonly allowHosts?: readonly string[] | undefined;
  /** Addresses and CIDR ranges that are permitted whatever they are, cloud metadata included. */
  readonly allowAddresses?: readonly string[] | undefined;
  /** Addresses and CIDR ranges that are refused; wins over everything else. */
  readonly denyAddresses?: readonly string[] | undefined;
  /** Permit 127.0.0.0/8, ::1 and this host's own interface addresses. Default `false`. */
  readonly allowLoopback?: boolean | undefined;
  /** Permit 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 (RFC 1918). Default `false`. */
  readonly allowPrivate?: boolean | undefined;
  /** Permit 169.254.0.0/16 and fe80::/10, cloud metadata excepted. Default `false`. */
  readonly allowLinkLocal?: boolean | undefined;
  /** Permit fc00::/7 (RFC 4193), cloud metadata excepted. Default `false`. */
  readonly allowUniqueLocal?: boolean | undefined;
  /** Redirects to follow before giving up. Default 5; 0 follows none. */
  readonly maxRedirects?: number | undefined;
  /** Milliseconds for the whole exchange: DNS, connecting, every redirect and the last byte of the body. Default 10000. */
  readonly timeoutMs?: number | undefined;
  /** Bytes of a response body, counted on the wire and again after decoding. Default 10 MiB. */
  readonly maxResponseBytes?: number | undefined;
  /** Refuse plain http. Default `false`. */
  readonly requireHttps?: boolean | undefined;
  /** Resolves a host name to its addresses. Default: the runtime's resolver; on Workers there is none. */
  readonly resolve?: ((hostname: string) => Promise<string[]>) | undefined;
  /** Sends the requests instead of the guard's own client. Pinning the address is then this function's business. */
  readonly fetch?: ((input: string, init?: RequestInit) => Promise<Response>) | undefined;
  /** Connect to the very address that was checked. Default: on where the runtime can, which is Node. */
  readonly pinDns?: boolean | undefined;
}

/** The options, validated and made ready for use. */
export interface Policy {
  readonly allowHosts: readonly string[] | undefined;
  readonly allowAddresses: CidrSet;
  readonly denyAddresses: CidrSet;
  readonly permittedKinds: ReadonlySet<AddressKind>;
  readonly maxRedirects: number;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly requireHttps: boolean;
  readonly pinned: boolean;
}

const kindOptions = {
  allowLoopback: "loopback",
  allowPrivate: "private",
  allowLinkLocal: "link-local",
  allowUniqueLocal: "unique-local",
} as const satisfies Partial<Record<keyof FetchGuardOptions, AddressKind>>;

const numberOptions = {
  maxRedirects: { fallback: 5, least: 0, most: 100 },
  // setTimeout takes no more than 31 bits.
  timeoutMs: { fallback: 10_000, least: 1, most: 2 ** 31 - 1 },
  maxResponseBytes: { fallback: 10 * 1024 * 1024, least: 1, most: Number.MAX_SAFE_INTEGER },
} as const satisfies Partial<Record<keyof FetchGuardOptions, object>>;

const booleanOptions = [
  ...(Object.keys(kindOptions) as (keyof typeof kindOptions)[]),
  "requireHttps",
  "pinDns",
] as const;
const listOptions = ["allowHosts", "allowAddresses", "denyAddresses"] as const;
const functionOptions = ["resolve", "fetch"] as const;
const knownOptions: ReadonlySet<string> = new Set([
  ...booleanOptions,
  ...listOptions,
  ...functionOptions,
  ...Object.keys(numberOptions),
]);

/**
 * Validates the options for a runtime.
 *
 * @throws TypeError naming every fault and its fix
 */
export function parseOptions(options: FetchGuardOptions, runtime: Runtime): Policy {
  const faults = [...shapeFaults(options)];
  // What follows reads the values, so they must be of their types.
  if (faults.length === 0) faults.push(...valueFaults(options), ...runtimeFaults(options, runtime));
  if (faults.length > 0)
    throw new TypeError(`fetchGuard():\n${faults.map((fault) => `- ${fault}`).join("\n")}`);

  return {
    allowHosts: options.allowHosts?.flatMap((text) => parseHostPattern(text) ?? []),
    allowAddresses: new CidrSet(options.allowAddresses ?? []),
    denyAddresses: new CidrSet(options.denyAddresses ?? []),
    permittedKinds: new Set<AddressKind>([
      "global",
      "translated",
      ...Object.entries(kindOptions).flatMap(([option, kind]) =>
        Reflect.get(options, option) === true ? [kind] : [],
      ),
    ]),
    maxRedirects: options.maxRedirects ?? numberOptions.maxRedirects.fallback,
    timeoutMs: options.timeoutMs ?? numberOptions.timeoutMs.fallback,
    maxResponseBytes: options.maxResponseBytes ?? numberOptions.maxResponseBytes.fallback,
    requireHttps: options.requireHttps ?? false,
    pinned: canPin(options, runtime) && options.pinDns !== false,
  };
}

function canPin(options: FetchGuardOptions, runtime: Runtime): boolean {
  return runtime.pinnedClient !== undefined && options.fetch === undefined;
}

function* shapeFaults(options: FetchGuardOptions): Generator<string> {
  for (const name of Object.keys(options)) {
    // A misspelt allowHosts would leave the guard open.
    if (!knownOptions.has(name)) yield `${name} is not an option. Known are ${[...knownOptions].join(", ")}.`;
  }
  const given = (name: keyof FetchGuardOptions): unknown => options[name];
  for (const name of booleanOptions) {
    if (!["boolean", "undefined"].includes(typeof given(name))) yield `${name} must be true or false.`;
  }
  for (const name of functionOptions) {
    if (!["function", "undefined"].includes(typeof given(name))) yield `${name} must be a function.`;
  }
  for (const name of listOptions) {
    const value = given(name);
    const isList = Array.isArray(value) && value.every((entry) => typeof entry === "string");
    if (value !== undefined && !isList) yield `${name} must be an array of strings.`;
  }
  for (const [name, { least, most }] of Object.entries(numberOptions)) {
    const value: unknown = Reflect.get(options, name);
    const fits = typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
    if (value !== undefined && !fits) yield `${name} must be an integer from ${least} to ${most}.`;
  }
}

function* valueFaults(options: FetchGuardOptions): Generator<string> {
  for (const text of options.allowHosts ?? []) {
    if (parseHostPattern(text) !== undefined) continue;
    yield text === "*"
      ? 'allowHosts: "*" is every host. Leave allowHosts out instead.'
      : `allowHosts: ${JSON.stringify(text)} is not a host. Write "api.example.com" or "*.example.com", without scheme, port and path.`;
  }
  for (const name of ["allowAddresses", "denyAddresses"] as const) {
    for (const text of options[name] ?? []) {
      if (parseCidr(text) !== undefined) continue;
      yield `${name}: ${JSON.stringify(text)} is not an IP address or CIDR range. Write "10.0.0.0/8", "fd00::/8" or "10.1.2.3".`;
    }
  }
}

function* runtimeFaults(options: FetchGuardOptions, runtime: Runtime): Generator<string> {
  if (options.pinDns === true && options.fetch !== undefined) {
    yield "pinDns: true cannot be kept with an injected fetch, which opens its own connections. Leave one of them out.";
  } else if (options.pinDns === true && runtime.pinnedClient === undefined) {
    yield `pinDns: true cannot be kept on this runtime (${runtime.name}): its fetch resolves names by itself. Leave pinDns out, and restrict allowHosts.`;
  }
  if (options.fetch !== undefined || (canPin(options, runtime) && options.pinDns !== false)) return;
  const proxy = runtime.proxyVariable();
  if (proxy !== undefined) {
    yield `this runtime's fetch would obey ${proxy} and let the proxy resolve and connect unchecked. Unset it for this process, or pass a fetch of your own.`;
  }
  const hidden = runtime.hiddenProxyVariables();
  if (hidden.length > 0) {
    yield `this runtime's fetch would obey ${hidden.join(", ")}, and this program may not see whether they are set. Start it with --allow-env=${hidden.join(",")} beside what it has, or pass a fetch of your own.`;
  }
}
