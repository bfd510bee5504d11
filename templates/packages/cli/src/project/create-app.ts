/** For processes of their own: the project's app, made as its entry point makes it. */
import type { AppModules } from "./modules.ts";

/** What this tool uses of an `App`. */
export interface App {
  route(definition: object): unknown;
  mount(prefix: string, other: App): unknown;
  /** What it consists of. */
  introspect?(): unknown;
}

type Callable = (...args: readonly unknown[]) => unknown;

/** @throws when a module does not export what it should, and whatever the project's own code throws */
export async function createProjectApp({ app, config }: AppModules): Promise<App> {
  const loadConfig = await importFunction(config, "loadConfig");
  const createApp = await importFunction(app, "createApp");
  const made = await createApp(await loadConfig((name: string) => process.env[name]));
  assertApp(made, app);
  return made;
}

/** A module of the project or of its framework, as far as this tool uses it. */
export async function importModule<Module>(url: string): Promise<Module> {
  return import(url);
}

export async function importFunction(url: string, name: string): Promise<Callable> {
  const module = await importModule<Readonly<Record<string, unknown>>>(url);
  const value = module[name];
  if (typeof value !== "function") throw new Error(`${url} exports no function ${name}`);
  return (...args) => value(...args);
}

function assertApp(value: unknown, url: string): asserts value is App {
  if (typeof value === "object" && value !== null && "route" in value) return;
  throw new Error(`${url}: createApp() returned no App`);
}
