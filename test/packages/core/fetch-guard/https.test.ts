import type { TLSSocket } from "node:tls";
import tls from "node:tls";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fetchGuard } from "../../../../templates/packages/core/src/fetch-guard/fetch-guard.ts";
import { makeCertificate, resolverOf, Servers } from "./servers.ts";

const certificate = makeCertificate("DNS:safe.test,IP:127.0.0.1");
const createSecureContext = tls.createSecureContext;

/** As an entry in the system's trust store would. */
function trustTestCertificate() {
  vi.spyOn(tls, "createSecureContext").mockImplementation((options) =>
    createSecureContext({ ...options, ca: options?.ca ?? certificate.cert }),
  );
}

const servers = new Servers();
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await servers.closeAll();
});

const resolve = resolverOf({
  "safe.test": ["127.0.0.1"],
  "safe.test.": ["127.0.0.1"],
  "other.test": ["127.0.0.1"],
});
const guarded = fetchGuard({ allowLoopback: true, requireHttps: true, resolve });

const start = () =>
  servers.https(certificate, (request, response) => {
    const { servername } = request.socket as TLSSocket;
    response.end(JSON.stringify({ servername, host: request.headers.host }));
  });

describe("https to the checked address", () => {
  describe("with a trusted certificate", () => {
    beforeEach(trustTestCertificate);

    it("keeps SNI and Host", async () => {
      const server = await start();
      const response = await guarded(`https://safe.test:${server.port}/`);
      expect(await response.json()).toEqual({ servername: "safe.test", host: `safe.test:${server.port}` });
      await server.idle();
    });

    it("leaves the root's dot out of SNI", async () => {
      const { port } = await start();
      expect(await (await guarded(`https://safe.test.:${port}/`)).json()).toMatchObject({
        servername: "safe.test",
      });
    });

    it("compares a literal with the certificate's addresses", async () => {
      const { port } = await start();
      expect(await (await guarded(`https://127.0.0.1:${port}/`)).json()).toMatchObject({ servername: false });
    });

    it("refuses a certificate of another name", async () => {
      const { port } = await start();
      await expect(guarded(`https://other.test:${port}/`)).rejects.toMatchObject({
        name: "TypeError",
        cause: { code: "ERR_TLS_CERT_ALTNAME_INVALID" },
      });
    });
  });

  it.each([undefined, "0"])(
    "refuses an untrusted certificate (NODE_TLS_REJECT_UNAUTHORIZED %s)",
    async (value) => {
      if (value !== undefined) vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", value);
      const { port } = await start();
      await expect(guarded(`https://safe.test:${port}/`)).rejects.toMatchObject({
        name: "TypeError",
        cause: { code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
      });
    },
  );

  it("fails where plain http answers", async () => {
    const { port } = await servers.http((_request, response) => response.end("plain"));
    await expect(guarded(`https://safe.test:${port}/`)).rejects.toThrow(/fetch failed/);
  });

  it("is not left for http by a redirect", async () => {
    trustTestCertificate();
    const plain = await servers.http((_request, response) => response.end("plain"));
    const { port } = await servers.https(certificate, (_request, response) => {
      response.writeHead(302, { location: `http://safe.test:${plain.port}/` }).end();
    });
    const lax = fetchGuard({ allowLoopback: true, resolve });
    await expect(lax(`https://safe.test:${port}/`)).rejects.toMatchObject({ reason: "redirect-downgrade" });
    expect(plain.connections()).toBe(0);
  });
});
