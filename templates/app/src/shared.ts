import type { Hooks, RateLimitStore } from "@daloyjs/core";

/** What the features of the app have in common. */
export interface Shared {
  /** Authenticates the caller and puts the principal, with its `sub` and `scopes`, at `state.user`. */
  readonly verify: Hooks;
  /** Where requests are counted. A limit needs a `groupId` of its own there. */
  readonly rateLimitStore: RateLimitStore;
}
