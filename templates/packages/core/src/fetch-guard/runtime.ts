/** What the runtime offers to the guard. */
import { readEnv } from "../env/environment.ts";
import { loadNodeModules } from "./node-modules.ts";
import { createPinnedClient, type PinnedClient } from "./pinned-client.ts";

export interface Runtime {
  readonly name: "node" | "deno" | "bun" | "other";
  /** Resolves a name to address texts; `undefined` where names cannot be resolved (Workers, Edge). */
  readonly resolve: ((hostname: string) => Promise<string[]>) | undefined;
  /** Sends a request to addresses that were checked; `undefined` where connections cannot be steered. */
  readonly pinnedClient: PinnedClient | undefined;
  /** The addresses of this host's network interfaces at this moment. */
  readonly ownAddresses: () => string[];
  /** The environment variable by which the runtime's own fetch would use a proxy, if one is set. */
  readonly proxyVariable: () => string | undefined;
  /** Those of these variables that this program may not read, while the runtime's own fetch does (Deno). */
  readonly hiddenProxyVariables: () => string[];
}

/** Recognises the runtime. Reads globals only: no timer, no I/O, nothing that Workers refuse at module scope. */
export function currentRuntime(): Runtime {
  const deno: unknown = Reflect.get(globalThis, "Deno");
  if (deno !== undefined) {
    return {
      ...bare("deno"),
      resolve: (name) => denoResolve(deno as DenoHost, name),
      proxyVariable: setProxyVariable,
      hiddenProxyVariables: () => proxyVariables.filter((name) => !isReadable(deno as DenoHost, name)),
    };
  }
  const bun: unknown = Reflect.get(globalThis, "Bun");
  if (bun !== undefined) {
    return {
      ...bare("bun"),
      resolve: (name) => bunResolve(bun as BunDns, name),
      proxyVariable: setProxyVariable,
    };
  }
  const modules = loadNodeModules();
  if (modules === undefined) return bare("other");
  return {
    name: "node",
    resolve: async (name) => (await modules.dns.lookup(name, { all: true })).map(({ address }) => address),
    pinnedClient: createPinnedClient(modules),
    ownAddresses: () =>
      Object.values(modules.os.networkInterfaces()).flatMap((list) =>
        (list ?? []).map(({ address }) => address),
      ),
    // Node's fetch looks at proxies only when told to.
    proxyVariable: () => (readEnv("NODE_USE_ENV_PROXY") ? setProxyVariable() : undefined),
    hiddenProxyVariables: () => [],
  };
}

function bare(name: Runtime["name"]): Runtime {
  return {
    name,
    resolve: undefined,
    pinnedClient: undefined,
    ownAddresses: () => [],
    proxyVariable: () => undefined,
    hiddenProxyVariables: () => [],
  };
}

const proxyVariables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

function setProxyVariable(): string | undefined {
  return proxyVariables.find((name) => readEnv(name));
}

interface DenoHost {
  readonly env: { get(name: string): string | undefined };
  resolveDns(name: string, type: "A" | "AAAA"): Promise<string[]>;
}

/** A name may well have records of one family only; that is an error to `Deno.resolveDns`. */
async function denoResolve(deno: DenoHost, name: string): Promise<string[]> {
  const answers = await Promise.allSettled([deno.resolveDns(name, "A"), deno.resolveDns(name, "AAAA")]);
  const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  const failed = answers.find((answer) => answer.status === "rejected");
  if (found.length === 0 && failed !== undefined) throw failed.reason;
  return found;
}

function isReadable(deno: DenoHost, name: string): boolean {
  try {
    deno.env.get(name);
    return true;
  } catch {
    return false;
  }
}

interface BunDns {
  readonly dns: { lookup(name: string): Promise<{ address: string }[]> };
}

async function bunResolve(bun: BunDns, name: string): Promise<string[]> {
  return (await bun.dns.lookup(name)).map(({ address }) => address);
}
