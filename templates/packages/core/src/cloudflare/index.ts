export {
  bindingRateLimitStore,
  isRateLimitBinding,
  type RateLimitBinding,
} from "./rate-limit-store.ts";
export { type FetchHandler, toFetchHandler, type WorkerContext } from "./to-fetch-handler.ts";
