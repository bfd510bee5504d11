import type { Settings } from "./app/settings.ts";
import type { Client } from "./client.ts";
import type { Capability, Target } from "./target.ts";

/** One thing that holds on every runtime, asked over HTTP. */
export interface ConformanceCase {
  readonly name: string;
  readonly needs?: readonly Capability[];
  /** Settings of the app. Cases with the same ones share an instance. */
  readonly settings?: Settings;
  ask(client: Client): Promise<void>;
}

/** One thing about an app's beginning or end; it starts its own instances. */
export interface LifecycleCase {
  readonly name: string;
  readonly needs?: readonly Capability[];
  prove(target: Target): Promise<void>;
}
