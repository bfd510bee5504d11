export {
  type IoredisLike,
  ioredisAdapter,
  type NodeRedisLike,
  nodeRedisAdapter,
  type RedisScriptClient,
} from "../redis/adapters.ts";
export { MemorySessionStore, type MemorySessionStoreOptions } from "./memory-session-store.ts";
export { type RedisSessionStoreOptions, redisSessionStore } from "./redis-session-store.ts";
export { type SessionOptions, session } from "./session.ts";
export type { Session, SessionData } from "./session-state.ts";
export type { SessionChanges, SessionEntries, SessionStore } from "./session-store.ts";
export { signValue, verifySignedValue } from "./signed-value.ts";
