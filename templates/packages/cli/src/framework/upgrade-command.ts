import type { Manager } from "../project/manager.ts";

const commands: Readonly<Record<Manager, string>> = {
  npm: "npm create daloy@latest -- .",
  pnpm: "pnpm create daloy@latest .",
  yarn: "yarn create daloy@latest .",
  bun: "bun create daloy@latest .",
  deno: "deno run -A npm:create-daloy@latest .",
};

/** What upgrades the framework of a project, and keeps the changes that were made to it. */
export const upgradeCommand = (manager: Manager): string => commands[manager];
