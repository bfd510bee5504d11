import { type PackageManager, packageManagers } from "./answers.ts";

/** The package manager that ran the command, by the user agent that each one sets for its children. */
export function packageManagerThatRan(env: NodeJS.ProcessEnv): PackageManager | undefined {
  const agent = env["npm_config_user_agent"] ?? "";
  return packageManagers.find((manager) => agent.startsWith(`${manager}/`));
}

/** The words that started this run, as far as the environment tells; what follows them reaches the command. */
export function startedBy(env: NodeJS.ProcessEnv, version: string): string {
  const agent = env["npm_config_user_agent"] ?? "";
  if (env["npm_command"] === "run-script") return `npm run ${env["npm_lifecycle_event"] ?? "create"} --`;
  switch (packageManagerThatRan(env)) {
    case undefined:
      return "create-daloy";
    case "npm":
      return `npm create daloy@${version} --`;
    case "deno":
      return `deno run -A npm:create-daloy@${version}`;
    case "yarn":
      // Yarn 1 looks for a program of this name, version included
      return agent.startsWith("yarn/1.") ? "yarn create daloy" : `yarn create daloy@${version}`;
    case "pnpm":
      return `pnpm create daloy@${version}`;
    case "bun":
      return `bun create daloy@${version}`;
  }
}
