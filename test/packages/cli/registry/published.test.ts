import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { publications } from "../../../../templates/packages/cli/src/registry/published.ts";
import { createRegistry } from "../../../../templates/packages/cli/src/registry/registry.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { type FakeRegistry, startFakeRegistry } from "../support/registry.ts";

const now = new Date("2026-11-22T12:00:00Z");
let registry: FakeRegistry;
let cache: string;
beforeEach(async () => {
  registry = await startFakeRegistry(now);
  registry.packages.set("left", { "1.0.0": 1000, "2.0.0": 3 });
  registry.packages.set("@acme/right", { "1.0.0": 1000 });
  cache = await temporaryDirectory();
});
afterEach(() => registry.close());

const clientOf = (url = registry.url, credentials: readonly (readonly [string, string])[] = []) =>
  createRegistry({ registry: url, scopes: new Map(), credentials: new Map(credentials) }, {});

/** A run of its own, with the cache of the runs before. */
function ask(name: string, version: string, client = clientOf()) {
  const published = publications(client, { XDG_CACHE_HOME: cache }, now);
  return published({ registry: "npm", name, version });
}

const hoursAgo = (hours: number) => ({
  status: "published",
  at: new Date(now.getTime() - hours * 3_600_000),
});

describe("when a version was published", () => {
  it("is asked of the registry once, for all versions of a package", async () => {
    const published = publications(clientOf(), { XDG_CACHE_HOME: cache }, now);
    const of = (version: string) => published({ registry: "npm", name: "left", version });
    expect(await Promise.all([of("1.0.0"), of("2.0.0")])).toEqual([hoursAgo(1000), hoursAgo(3)]);
    expect(await of("3.0.0")).toEqual({ status: "unknown" });
    expect(registry.requests).toHaveLength(1);
  });

  it("asks for a scoped package by one segment", async () => {
    expect(await ask("@acme/right", "1.0.0")).toEqual(hoursAgo(1000));
    expect(registry.requests[0]?.path).toBe("@acme/right");
  });

  it("is remembered when it is old, and asked again when it is fresh", async () => {
    await ask("left", "1.0.0");
    await ask("left", "2.0.0");
    await registry.close();
    expect(await ask("left", "1.0.0")).toEqual(hoursAgo(1000));
    expect(await ask("left", "2.0.0")).toMatchObject({ status: "unreachable" });
    registry = await startFakeRegistry(now);
  });

  it("is not taken from the cache of another registry", async () => {
    await ask("left", "1.0.0");
    const other = await startFakeRegistry(now);
    expect(await ask("left", "1.0.0", clientOf(other.url))).toEqual({ status: "unknown" });
    await other.close();
  });

  it.each(["", "{", "null", "[1]", '{"1.0.0": 5}', '{"1.0.0": "soon"}', '{"1.0.0": "2026-11-22T11:00:00Z"}'])(
    "is asked again when the cache says %j",
    async (text) => {
      await ask("left", "1.0.0");
      const folder = join(cache, "daloy/published");
      const [file = ""] = await readdir(folder);
      await writeFile(join(folder, file), text);
      expect(await ask("left", "1.0.0")).toEqual(hoursAgo(1000));
      expect(registry.requests).toHaveLength(2);
      expect(JSON.parse(await readFile(join(folder, file), "utf8"))).toEqual({
        "1.0.0": hoursAgo(1000).at.toISOString(),
      });
    },
  );

  it("is told without a cache where nothing can be written", async () => {
    await mkdir(cache, { recursive: true });
    await writeFile(join(cache, "daloy"), "a file where the folder would be");
    expect(await ask("left", "1.0.0")).toEqual(hoursAgo(1000));
  });

  it("leaves no half-written file behind", async () => {
    const published = publications(clientOf(), { XDG_CACHE_HOME: cache }, now);
    for (let index = 0; index < 20; index += 1)
      registry.packages.set(`p${index}`, { "1.0.0": 50, "2.0.0": 60 });
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        published({ registry: "npm", name: `p${index >> 1}`, version: index % 2 ? "1.0.0" : "2.0.0" }),
      ),
    );
    const files = await readdir(join(cache, "daloy/published"));
    expect(files).toHaveLength(20);
    expect(files.every((file) => /^[0-9a-f]{64}\.json$/.test(file))).toBe(true);
  });
});

describe("a registry that does not answer as it should", () => {
  it("is tried twice, and then is out of reach", async () => {
    registry.interfere = () => ({ status: 503 });
    expect(await ask("left", "1.0.0")).toMatchObject({
      status: "unreachable",
      reason: expect.stringMatching(/answered 503/),
    });
    expect(registry.requests).toHaveLength(2);
  });

  it("may answer the second time", async () => {
    registry.interfere = () => (registry.requests.length === 1 ? { status: 200, body: "{" } : undefined);
    expect(await ask("left", "1.0.0")).toEqual(hoursAgo(1000));
  });

  it("is asked once for each package, and not at all once its host is gone", async () => {
    await registry.close();
    const client = clientOf();
    expect(await client.packument("left")).toMatchObject({
      status: "unreachable",
      reason: expect.stringMatching(/ECONNREFUSED/),
    });
    const started = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, index) => client.packument(`p${index}`)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(["unreachable"]));
    expect(performance.now() - started).toBeLessThan(2000);
    registry = await startFakeRegistry(now);
  });

  it("that does not say when a version came out is no reason to let it pass", async () => {
    registry.interfere = () => ({ status: 200, body: '{"versions": {"1.0.0": {}}}' });
    expect(await ask("left", "1.0.0")).toMatchObject({ status: "unreachable" });
  });

  it("gets the credentials, and where it leads elsewhere nobody else does", async () => {
    const other = await startFakeRegistry(now);
    registry.interfere = ({ url }) => ({
      status: 302,
      location: `${other.url.replace("127.0.0.1", "localhost")}${url?.slice(1)}`,
    });
    const key = registry.url.slice("http:".length);
    const answer = await clientOf(registry.url, [[key, "Bearer secret-of-the-registry"]]).packument("left");
    expect(registry.requests[0]?.authorization).toBe("Bearer secret-of-the-registry");
    for (const { authorization } of other.requests) expect(authorization).toBeUndefined();
    expect(JSON.stringify(answer)).not.toContain("secret");
    await other.close();
  });

  it("never has its credentials repeated", async () => {
    registry.interfere = ({ headers }) => ({ status: 401, body: String(headers.authorization) });
    const key = registry.url.slice("http:".length);
    const answer = await clientOf(registry.url, [[key, "Bearer secret-of-the-registry"]]).packument("left");
    expect(answer).toMatchObject({
      status: "unreachable",
      reason: expect.stringMatching(/wants other credentials \(401\)/),
    });
    expect(JSON.stringify(answer)).not.toContain("secret");
    expect(registry.requests).toHaveLength(1);
  });
});
