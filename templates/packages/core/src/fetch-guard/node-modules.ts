/** The parts of Node's modules that the pinned client uses, typed by hand: the portable entry imports no `node:` types. */

export interface NodeReadable extends AsyncIterable<Uint8Array> {
  destroy(error?: Error): unknown;
  resume(): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
}

export interface NodeResponse extends NodeReadable {
  statusCode?: number | undefined;
  statusMessage?: string | undefined;
  rawHeaders: string[];
}

export interface NodeSocket {
  remoteAddress?: string | undefined;
  once(event: "connect", listener: () => void): unknown;
  destroy(error?: Error): unknown;
}

export interface NodeRequest {
  on(event: "response", listener: (response: NodeResponse) => void): unknown;
  on(event: "upgrade" | "close" | "drain", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  write(chunk: Uint8Array): boolean;
  end(): unknown;
  destroy(error?: Error): unknown;
}

/** A zlib stream: fed by `pipeline`, read as an iterable. */
export type NodeDecoder = NodeReadable;

export type NodeLookup = (
  hostname: string,
  options: { all?: boolean | undefined },
  callback: (error: null, address: string | { address: string; family: number }[], family?: number) => void,
) => void;

export interface NodeConnectOptions {
  host: string;
  port: number;
  lookup: NodeLookup;
  autoSelectFamily: boolean;
  autoSelectFamilyAttemptTimeout: number;
}

export interface NodeModules {
  readonly http: {
    request(options: {
      method: string;
      host: string;
      port: number;
      path: string;
      headers: Record<string, string>;
      setHost: boolean;
      insecureHTTPParser: boolean;
      createConnection: () => NodeSocket;
    }): NodeRequest;
  };
  readonly net: { connect(options: NodeConnectOptions): NodeSocket };
  readonly tls: {
    connect(
      options: NodeConnectOptions & {
        servername: string;
        ALPNProtocols: string[];
        rejectUnauthorized: boolean;
      },
    ): NodeSocket;
  };
  readonly dns: { lookup(hostname: string, options: { all: true }): Promise<{ address: string }[]> };
  readonly os: { networkInterfaces(): Record<string, { address: string }[] | undefined> };
  readonly stream: {
    pipeline(source: AsyncIterable<Uint8Array>, sink: NodeDecoder, done: (error?: unknown) => void): unknown;
  };
  readonly zlib: {
    createGunzip(options: { flush: number; finishFlush: number }): NodeDecoder;
    createInflate(options: { flush: number; finishFlush: number }): NodeDecoder;
    createInflateRaw(options: { flush: number; finishFlush: number }): NodeDecoder;
    createBrotliDecompress(options: { flush: number; finishFlush: number }): NodeDecoder;
  };
}

/**
 * Node's modules by `process.getBuiltinModule` (Node 20.16), or `undefined` on any other runtime. Keys are computed, so
 * that no bundler resolves them.
 */
export function loadNodeModules(): NodeModules | undefined {
  try {
    const process = Reflect.get(globalThis, ["pro", "cess"].join("")) as NodeProcess | undefined;
    const load = process?.getBuiltinModule;
    // Workers emulate parts of Node, but not sockets that a resolver can steer.
    const isWorkers = Reflect.get(globalThis, "WebSocketPair") !== undefined;
    if (load === undefined || process?.release?.name !== "node" || isWorkers) return undefined;
    const get = (name: string) => load(["node", name].join(":"));
    const loaded = {
      http: get("http"),
      net: get("net"),
      tls: get("tls"),
      dns: get("dns/promises"),
      os: get("os"),
      stream: get("stream"),
      zlib: get("zlib"),
    };
    return Object.values(loaded).includes(undefined) ? undefined : (loaded as NodeModules);
  } catch {
    return undefined;
  }
}

interface NodeProcess {
  readonly release?: { readonly name?: string };
  readonly getBuiltinModule?: (id: string) => unknown;
}
