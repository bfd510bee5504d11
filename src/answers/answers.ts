/** How the project trusts forwarded headers: the value that lands in `TRUST_PROXY`. */
export type ProxyAnswer = "unset" | "none" | "loopback" | `hops:${number}` | `cidr:${string}`;

export const runtimes = ["node", "bun", "deno", "cloudflare", "vercel", "lambda"] as const;
export type Runtime = (typeof runtimes)[number];

/** The platforms that stand in front of the app themselves, and say who the client is. */
export const platforms: ReadonlySet<Runtime> = new Set<Runtime>(["cloudflare", "vercel", "lambda"]);

export const packageManagers = ["npm", "pnpm", "yarn", "bun", "deno"] as const;
export type PackageManager = (typeof packageManagers)[number];

/** How callers authenticate: tokens of an identity provider, or two that services share with the app. */
export const authKinds = ["jwt", "bearer"] as const;
export type AuthKind = (typeof authKinds)[number];

/** Where requests are counted. */
export const rateLimits = ["memory", "redis"] as const;
export type RateLimit = (typeof rateLimits)[number];

/** The package managers that a runtime's projects take; the first is what they get when nobody says. */
export const managersOf: { readonly [R in Runtime]: readonly [PackageManager, ...PackageManager[]] } = {
  node: ["npm", "pnpm", "yarn", "bun"],
  bun: ["bun", "npm", "pnpm", "yarn"],
  deno: ["deno"],
  cloudflare: ["npm", "pnpm", "yarn", "bun"],
  vercel: ["npm", "pnpm", "yarn", "bun"],
  lambda: ["npm", "pnpm", "yarn", "bun"],
};

/** Whether a runtime and a package manager go together. */
export const takesManager = (runtime: Runtime, manager: PackageManager): boolean =>
  managersOf[runtime].includes(manager);

/** What shapes a project. It is recorded in the lock, so it never holds a secret or a path of this machine. */
export interface Answers {
  readonly name: string;
  readonly runtime: Runtime;
  readonly packageManager: PackageManager;
  readonly auth: AuthKind;
  readonly rateLimit: RateLimit;
  readonly proxy: ProxyAnswer;
  readonly example: boolean;
  /** Workflows and the files that govern a repository. */
  readonly ci: boolean;
  /** `@user`, `@organisation/team` or an e-mail address; `none` for nobody yet. */
  readonly codeOwner: string;
  /** A Dockerfile, where the app is a process of its own. */
  readonly docker: boolean;
}
