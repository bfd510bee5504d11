/** Loopback servers, a certificate, and a resolver for the tests of the fetch guard. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http, { type RequestListener } from "node:http";
import https from "node:https";
import net, { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TestServer {
  readonly port: number;
  /** Connections accepted so far. */
  readonly connections: () => number;
  /** Resolves once every connection accepted so far is closed. */
  readonly idle: () => Promise<void>;
  close(): Promise<void>;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A self-signed certificate for the given subject alternative names. */
export function makeCertificate(subjectAltName: string): Certificate {
  const dir = mkdtempSync(join(tmpdir(), "fetch-guard-"));
  try {
    const [key, cert] = [join(dir, "key.pem"), join(dir, "cert.pem")];
    execFileSync(
      "openssl",
      [
        ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test".split(
          " ",
        ),
        ...["-addext", `subjectAltName=${subjectAltName}`, "-keyout", key, "-out", cert],
      ],
      { stdio: "ignore" },
    );
    return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

export function serveHttp(listener: RequestListener, host = "127.0.0.1", port = 0): Promise<TestServer> {
  return listen(http.createServer(listener), host, port);
}

export function serveHttps(certificate: Certificate, listener: RequestListener): Promise<TestServer> {
  return listen(https.createServer(certificate, listener), "127.0.0.1", 0);
}

/** A server that speaks bytes, for what no HTTP server would say. */
export function serveRaw(onConnection: (socket: net.Socket) => void): Promise<TestServer> {
  const server = net.createServer((socket) => {
    onConnection(socket);
    // A socket that is not read does not notice that it was closed.
    socket.resume();
  });
  return listen(server, "127.0.0.1", 0);
}

async function listen(server: net.Server, host: string, port: number): Promise<TestServer> {
  const sockets = new Set<net.Socket>();
  const waiting = new Set<() => void>();
  let connections = 0;
  server.on("connection", (socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      if (sockets.size === 0) for (const wake of waiting) wake();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    idle: () => (sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve))),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A resolver over a table; a name that is not in it does not exist. */
export function resolverOf(table: Record<string, string[]>): (hostname: string) => Promise<string[]> {
  return async (hostname) => {
    const found = table[hostname];
    if (found === undefined) throw new Error(`getaddrinfo ENOTFOUND ${hostname}`);
    return found;
  };
}

/** Starts servers for one test and closes them all. */
export class Servers {
  readonly #running: TestServer[] = [];

  async http(...args: Parameters<typeof serveHttp>): Promise<TestServer> {
    return this.#keep(await serveHttp(...args));
  }

  async https(...args: Parameters<typeof serveHttps>): Promise<TestServer> {
    return this.#keep(await serveHttps(...args));
  }

  async raw(...args: Parameters<typeof serveRaw>): Promise<TestServer> {
    return this.#keep(await serveRaw(...args));
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((server) => server.close()));
  }

  #keep(server: TestServer): TestServer {
    this.#running.push(server);
    return server;
  }
}
