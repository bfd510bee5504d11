import type { Manager } from "./managers.ts";

/** For each manager the oldest version that holds both protections and makes a project that works, and the newest. */
export const managerVersions: { readonly [Name in Manager]: readonly [oldest: string, newest: string] } = {
  npm: ["11.10.0", "12.2.0"],
  pnpm: ["10.17.0", "12.21.0"],
  yarn: ["4.17.1", "4.18.1"],
  bun: ["1.3.0", "1.4.5"],
  deno: ["2.7.13", "2.9.6"],
};
