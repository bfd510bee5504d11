/** For the harnesses: builds one fault into an app, as a developer could who means no harm. */
import { randomBytes } from "node:crypto";
import { close as closeInspector, open as openInspector } from "node:inspector";
import { type App, importModule } from "../project/create-app.ts";
import { type HarnessTask, openWritePath, type PlantedFault } from "./harness-task.ts";

/** The part of the framework that the faults are made with. */
interface Core {
  readonly App: new (options: object) => App;
  bearerAuth(options: object): object;
  jwk(options: object): object;
}

interface Sessions {
  session(options: object): object;
}

/** Adds the fault and starts the app. @throws what the framework says to it */
export async function plantFault(
  app: App,
  fault: PlantedFault,
  modules: Pick<HarnessTask<unknown>, "core" | "session">,
  listen: () => unknown,
): Promise<void> {
  if (fault === "debugger-exposed") return listenWithDebugger(listen);
  const core = await importModule<Core>(modules.core);
  const sessions = await importModule<Sessions>(modules.session);
  plants[fault](app, core, sessions);
  await listen();
}

type Plant = (app: App, core: Core, sessions: Sessions) => void;

const responses = { 204: { description: "Done" } };
const handler = () => ({ status: 204 });
const secret = (): string => randomBytes(48).toString("base64url");

const plants: Readonly<Record<Exclude<PlantedFault, "debugger-exposed">, Plant>> = {
  "unauthenticated-write"(app) {
    app.route({ method: "POST", path: openWritePath, operationId: "smokeOpenWrite", responses, handler });
  },
  "auth-without-hook"(app) {
    // Scopes too: where the whole app authenticates, they are what nothing demands.
    const auth = { scheme: "bearer", scopes: ["smoke-test:nobody-demands-this"] };
    app.route({
      method: "GET",
      path: "/__smoke__/unenforced",
      operationId: "smokeAuth",
      auth,
      responses,
      handler,
    });
  },
  "object-authorization"(app, { bearerAuth }) {
    app.route({
      method: "GET",
      path: "/__smoke__/objects/:id",
      operationId: "smokeObject",
      hooks: bearerAuth({ validate: () => false }),
      responses,
      handler,
    });
  },
  "session-without-csrf"(app, _core, { session }) {
    app.route({
      method: "POST",
      path: "/__smoke__/session",
      operationId: "smokeSession",
      auth: "public",
      hooks: session({ secret: secret() }),
      responses,
      handler,
    });
  },
  "insecure-cookie"(app, _core, { session }) {
    app.route({
      method: "GET",
      path: "/__smoke__/cookie",
      operationId: "smokeCookie",
      hooks: session({ secret: secret(), cookieName: "smoke", cookie: { secure: false } }),
      responses,
      handler,
    });
  },
  "jwks-symmetric"(app, { jwk }) {
    const claims = { issuer: "https://id.example.com/", audience: "smoke-test" };
    app.route({
      method: "GET",
      path: "/__smoke__/symmetric",
      operationId: "smokeSymmetric",
      hooks: jwk({ jwks: { keys: [] }, algorithms: ["HS256"], ...claims }),
      responses,
      handler,
    });
  },
  "insecure-defaults"(app, { App }) {
    app.mount("/__smoke__/mounted", new App({ bodyLimitBytes: 1024 ** 3 }));
  },
};

/** The debugger is open to the network for as long as the app takes to look, on a port and under a name that nobody knows. */
async function listenWithDebugger(listen: () => unknown): Promise<void> {
  openInspector(0, "0.0.0.0");
  try {
    await listen();
  } finally {
    closeInspector();
  }
}
