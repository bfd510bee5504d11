import { randomUuid } from "../crypto/random-uuid.ts";
import { type Hooks, withMeta } from "../hooks/hooks.ts";

/** What an app has by itself, until `requestId()` takes its place. */
export const automaticRequestId: Hooks = withMeta(
  {},
  {
    name: "requestId()",
    replaces: "requestId",
    requestIdHeader: "x-request-id",
    requestId: randomUuid,
  },
);
