import { simultaneously } from "../simultaneously.ts";
import { type FetchAnswer, fetchFile, fetchJson, type JsonAnswer, type Unreachable } from "./fetch-json.ts";
import { authorizationFor, type RegistrySettings, registryOf } from "./settings.ts";

/** What a registry knows of a package, the parts that a gate reads. */
export interface Packument {
  readonly name: string;
  /** The day of each version, and of `created` and `modified`; ISO 8601. Empty where the registry does not say. */
  readonly time: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
  /** The manifest of each version. */
  readonly versions: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

export type Answer =
  | { readonly status: "found"; readonly packument: Packument }
  /** The registry has no such package, or shows it to nobody without rights. */
  | { readonly status: "missing" }
  | Unreachable;

export interface Registry {
  readonly settings: RegistrySettings;
  /** The full document of a package of npm's registry, or of what stands for it here. Each is asked for once. */
  packument(name: string): Promise<Answer>;
  /** The versions of a package of JSR, with their days. */
  jsr(name: string): Promise<Answer>;
  /** A file that a packument names. */
  download(url: URL): Promise<FetchAnswer<Buffer>>;
  /** The advisories for versions of packages, as npm's bulk endpoint answers; `missing` where a registry has no such endpoint. */
  advisories(versions: Readonly<Record<string, readonly string[]>>): Promise<JsonAnswer>;
}

/** More at a time only makes a registry slow. */
const mostAtATime = 8;

export function createRegistry(settings: RegistrySettings, env: Readonly<NodeJS.ProcessEnv>): Registry {
  const asked = new Map<string, Promise<Answer>>();
  const limited = simultaneously(mostAtATime);
  /** A host that could not be reached is not waited for again. */
  const down = new Map<string, Unreachable>();

  async function reach<Document>(
    url: URL,
    ask: (headers: Readonly<Record<string, string>>) => Promise<FetchAnswer<Document>>,
  ): Promise<FetchAnswer<Document>> {
    const known = down.get(url.host);
    if (known !== undefined) return known;
    const authorization = authorizationFor(url, settings);
    const answer = await ask(authorization === undefined ? {} : { authorization });
    if (answer.status === "unreachable" && answer.host) down.set(url.host, answer);
    return answer;
  }

  async function ask(url: URL, read: (document: unknown) => Packument): Promise<Answer> {
    const answer = await reach(url, (headers) => fetchJson(url, { headers }));
    return answer.status === "found" ? { status: "found", packument: read(answer.document) } : answer;
  }

  function once(url: URL, read: (document: unknown) => Packument): Promise<Answer> {
    const answer = asked.get(url.href) ?? limited(() => ask(url, read));
    asked.set(url.href, answer);
    return answer;
  }

  return {
    settings,
    packument(name) {
      const url = new URL(encodeURIComponent(name).replace("%40", "@"), registryOf(name, settings));
      return once(url, (document) => packumentOf(name, document));
    },
    jsr(name) {
      const url = new URL(
        `${name.split("/").map(encodeURIComponent).join("/")}/meta.json`,
        URL.canParse(env["JSR_URL"] ?? "") ? env["JSR_URL"] : "https://jsr.io/",
      );
      return once(url, (document) => jsrPackument(name, document));
    },
    download: (url) => reach(url, (headers) => fetchFile(url, { headers })),
    advisories(versions) {
      const url = new URL("-/npm/v1/security/advisories/bulk", settings.registry);
      return reach(url, (headers) => fetchJson(url, { headers, body: versions }));
    },
  };
}

function packumentOf(name: string, document: unknown): Packument {
  const at = (key: string): readonly (readonly [string, unknown])[] => entriesOf(propertyOf(document, key));
  return {
    name,
    time: new Map(at("time").flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : []))),
    tags: new Map(
      at("dist-tags").flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
    ),
    versions: new Map(at("versions").flatMap(([key, value]) => (isObject(value) ? [[key, value]] : []))),
  };
}

function jsrPackument(name: string, document: unknown): Packument {
  const versions = entriesOf(propertyOf(document, "versions"));
  const latest = propertyOf(document, "latest");
  return {
    name,
    time: new Map(
      versions.flatMap(([version, value]) => {
        const created = propertyOf(value, "createdAt");
        return typeof created === "string" ? [[version, created]] : [];
      }),
    ),
    tags: new Map(typeof latest === "string" ? [["latest", latest]] : []),
    versions: new Map(versions.flatMap(([key, value]) => (isObject(value) ? [[key, value]] : []))),
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isObject(value) ? Object.entries(value) : [];

const propertyOf = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
