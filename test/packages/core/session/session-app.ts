import { App } from "../../../../templates/packages/core/src/app/app.ts";
import { type Context, createLogger, type Hooks } from "../../../../templates/packages/core/src/index.ts";
import {
  MemorySessionStore,
  type Session,
  type SessionOptions,
  session,
} from "../../../../templates/packages/core/src/session/index.ts";
import type { LogLine } from "../apps.ts";
import { Browser, strong } from "./browser.ts";

type Act = (session: Session, context: Context) => unknown;

export const cookieName = "__Host-daloy.sid";

export function sessionOf(context: Pick<Context, "state">): Session {
  const { session } = context.state;
  if (!session) throw new Error("There is no session.");
  return session;
}

/** An app with a session whose one route does what the test says, and two browsers of different visitors. */
export function sessionApp(options: Partial<SessionOptions> = {}, more: Hooks[] = []) {
  const store = options.store ?? new MemorySessionStore();
  const lines: LogLine[] = [];
  const logger = createLogger({ level: "trace", write: (line) => lines.push(JSON.parse(line)) });
  const acts = new Map<string, Act>();
  const app = new App({ env: "test", logger }).use([session({ secret: strong, ...options, store }), ...more]);
  const responses = { 200: { description: "OK" } };
  const handler = async (context: Context) => {
    const act = acts.get(new URL(context.head.url).searchParams.get("act") ?? "");
    const body = await act?.(sessionOf(context), context);
    return body instanceof Response ? body : { status: 200 as const, body: body ?? null };
  };
  app.get("/", { responses }, handler).post("/", { responses }, handler);
  let count = 0;

  /** Runs `act` in a request of this browser. */
  async function within(
    browser: Browser,
    act: Act,
    init: Parameters<Browser["send"]>[1] = {},
  ): Promise<Response> {
    const name = String(count++);
    acts.set(name, act);
    return browser.send(`/?act=${name}`, init);
  }

  /** What the browser's session holds. */
  async function kept(browser: Browser, key: string): Promise<unknown> {
    const response = await within(browser, (one) => ({ value: one.get(key) }));
    return ((await response.json()) as { value?: unknown }).value;
  }

  return { app, store, lines, within, kept, visitor: new Browser(app), attacker: new Browser(app) };
}
