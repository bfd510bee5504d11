export {
  type IoredisLike,
  ioredisAdapter,
  type NodeRedisLike,
  nodeRedisAdapter,
  type RedisScriptClient,
} from "../redis/adapters.ts";
export { type RedisRateLimitStoreOptions, redisRateLimitStore } from "./redis-store.ts";
