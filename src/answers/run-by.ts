import { type PackageManager, packageManagers } from "./answers.ts";

/** The package manager that ran the command, by the user agent that each one sets for its children. */
export function packageManagerThatRan(env: NodeJS.ProcessEnv): PackageManager | undefined {
  const agent = env["npm_config_user_agent"] ?? "";
  return packageManagers.find((manager) => agent.startsWith(`${manager}/`));
}
