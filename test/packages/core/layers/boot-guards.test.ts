import inspector from "node:inspector";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  type GuardName,
  guardNames,
} from "../../../../templates/packages/core/src/guards/boot-guard-error.ts";
import type { App, AppOptions, Violation } from "../../../../templates/packages/core/src/index.ts";
import { allowAlgorithms } from "../../../../templates/packages/core/src/jwt/algorithms.ts";
import { hello, ok } from "../apps.ts";
import { strong } from "../session/browser.ts";

const source = "../../../../templates/packages/core/src";

/** The core, loaded anew, so that what is mocked by now is what it uses. */
async function load() {
  const core = await import("../../../../templates/packages/core/src/index.ts");
  return { ...core, ...(await import("../../../../templates/packages/core/src/session/index.ts")) };
}
type Core = Awaited<ReturnType<typeof load>>;

interface Guarded {
  /** The module of the function that judges, below `src`, and its name. */
  readonly judge: readonly [path: string, name: string];
  /** What the function is when it finds nothing; default a function that returns an empty list. */
  readonly silent?: (...args: never[]) => unknown;
  /** An app with the fault. */
  readonly fault: (app: App, core: Core) => unknown;
  readonly options?: AppOptions;
  readonly arrange?: () => void;
}

const write = { responses: ok };
const bearer = { scheme: "bearer" } as const;

const guarded: Record<GuardName, Guarded> = {
  "auth-without-hook": {
    judge: ["guards/auth-without-hook", "authWithoutHook"],
    fault: (app) => app.get("/", { ...write, auth: bearer }, hello),
  },
  "cors-wildcard": {
    // the judge of cors() is its own; this is what makes the app ask it
    judge: ["middleware/judge", "judged"],
    silent: () => () => [],
    fault: (app, { cors }) => app.use(cors({ origin: "*" })),
  },
  "debugger-exposed": {
    judge: ["guards/process-guards", "debuggerExposed"],
    arrange: () => void vi.spyOn(inspector, "url").mockReturnValue("ws://0.0.0.0:9229/id"),
    fault: () => {},
  },
  "insecure-cookie": {
    judge: ["guards/insecure-cookie", "insecureCookieViolations"],
    fault: (app, { csrf }) =>
      app.use(csrf({ secret: strong, cookieName: "csrf", cookie: { secure: false } })),
  },
  "insecure-defaults": {
    judge: ["guards/insecure-defaults", "insecureDefaults"],
    options: { requestTimeoutMs: 0 },
    fault: () => {},
  },
  "jwks-symmetric": {
    judge: ["jwt/jwk", "allowAsymmetric"],
    silent: (names: readonly string[]) => allowAlgorithms("jwt()", names),
    fault: (app, { jwt }) =>
      app.use(jwt({ jwksUri: "https://id.example/jwks", algorithms: ["HS256"], issuer: "a", audience: "b" })),
  },
  "object-authorization": {
    judge: ["guards/object-authorization", "objectAuthorization"],
    fault: (app, { bearerAuth }) => app.use(bearerAuth({ tokens: strong })).get("/:id", write, hello),
  },
  "open-metrics": {
    judge: ["guards/open-metrics", "openMetrics"],
    fault: (app, { App }) => app.mount("/in", new App({ env: "development", logger: false }).metrics()),
  },
  "session-without-csrf": {
    judge: ["guards/session-without-csrf", "sessionWithoutCsrf"],
    fault: (app, { markAuthHook, session }) =>
      app.use([session({ secret: strong }), markAuthHook({}, { scheme: "session" })]).post("/", write, hello),
  },
  "tls-verification-off": {
    judge: ["guards/process-guards", "tlsVerificationOff"],
    arrange: () => void vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0"),
    fault: () => {},
  },
  "unauthenticated-write": {
    judge: ["guards/unauthenticated-write", "unauthenticatedWrite"],
    fault: (app) => app.post("/", write, hello),
  },
  "weak-secret": {
    judge: ["guards/weak-secret", "weakSecretViolation"],
    silent: () => undefined,
    fault: (app, { bearerAuth }) => app.use(bearerAuth({ tokens: "short" })),
  },
};

afterEach(() => {
  vi.resetModules();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** The guards that refuse the app with this fault. */
async function refusedBy({ fault, options, arrange }: Guarded): Promise<GuardName[]> {
  arrange?.();
  const core = await load();
  try {
    const app = new core.App({ env: "production", logger: false, ...options });
    fault(app, core);
    app.ready();
  } catch (error) {
    if (error instanceof core.BootGuardError) return error.violations.map(({ guard }: Violation) => guard);
    throw error;
  }
  return [];
}

describe.each(guardNames)("%s", (guard) => {
  const entry = guarded[guard];
  const [path, name] = entry.judge;

  it("refuses its fault, and no other guard does", async () => {
    expect(await refusedBy(entry)).toEqual([guard]);
  });

  it(`is missed when ${name}() finds nothing`, async () => {
    vi.doMock(`${source}/${path}.ts`, async (original) => ({
      ...(await original<object>()),
      [name]: entry.silent ?? (() => []),
    }));
    try {
      expect(await refusedBy(entry)).toEqual([]);
    } finally {
      vi.doUnmock(`${source}/${path}.ts`);
    }
  });
});
