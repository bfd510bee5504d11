import type { Environment } from "../environment/child-environment.ts";
import { type Child, startChild } from "../processes/child.ts";
import { loopback } from "../processes/port.ts";
import { programOf } from "../project/runtime.ts";

/** How to start a process of the project: its own entry, or the harness around its app. */
export interface Launch {
  readonly command: readonly string[];
  readonly directory: string;
  readonly environment: Environment;
}

/** Starts it on a port of this machine. */
export function launch({ command, directory, environment }: Launch, port: number): Child {
  const [file = "", ...args] = command;
  return startChild([programOf(file), ...args], {
    cwd: directory,
    env: { ...environment, HOST: loopback, PORT: String(port) },
  });
}
