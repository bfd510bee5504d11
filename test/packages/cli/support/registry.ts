import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeRegistry {
  readonly url: string;
  /** What was asked for, in order. */
  readonly requests: { readonly path: string; readonly authorization: string | undefined }[];
  /** What each version of a package is told to be as old as, in hours. */
  readonly packages: Map<string, Readonly<Record<string, number>>>;
  /** Answers instead of the registry, where it answers anything. */
  interfere:
    | ((
        request: IncomingMessage,
      ) => { status: number; body?: string | Uint8Array; location?: string } | undefined)
    | undefined;
  close(): Promise<void>;
}

/** A registry on this machine whose documents are those of npm's: every version, and when it came out. */
export async function startFakeRegistry(now: Date): Promise<FakeRegistry> {
  const requests: FakeRegistry["requests"] = [];
  const packages: FakeRegistry["packages"] = new Map();
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? "/").slice(1));
    requests.push({ path, authorization: request.headers.authorization });
    const other = registry.interfere?.(request);
    if (other !== undefined) {
      response.writeHead(other.status, other.location === undefined ? {} : { location: other.location });
      response.end(other.body ?? "");
      return;
    }
    const versions = packages.get(path);
    if (versions === undefined) {
      response.writeHead(404).end("{}");
      return;
    }
    const time = Object.fromEntries(
      Object.entries(versions).map(([version, hours]) => [
        version,
        new Date(now.getTime() - hours * 3_600_000).toISOString(),
      ]),
    );
    const manifests = Object.keys(versions).map((version) => [version, { name: path, version }]);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ name: path, time, versions: Object.fromEntries(manifests) }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const registry: FakeRegistry = {
    url: `http://127.0.0.1:${port}/`,
    requests,
    packages,
    interfere: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return registry;
}
