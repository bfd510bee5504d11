/** The two commands that the store needs of a Redis client. Any client can be made to fit. */
export interface RedisScriptClient {
  /** `EVALSHA`, with one key. Rejects with a message that begins with `NOSCRIPT` where the server does not know the script. */
  evalsha(sha1: string, key: string, args: readonly string[]): Promise<unknown>;
  /** `EVAL`, with one key. */
  eval(script: string, key: string, args: readonly string[]): Promise<unknown>;
}

/** The part of an `ioredis` client (or its `Cluster`) that is used. */
export interface IoredisLike {
  evalsha(sha1: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
}

/** The part of a client of `redis` (node-redis 4 and later, `createCluster` included) that is used. */
export interface NodeRedisLike {
  evalSha(sha1: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/**
 * Fits a client of the `ioredis` package.
 *
 * @example redisRateLimitStore({ client: ioredisAdapter(new Redis(url)) })
 */
export function ioredisAdapter(client: IoredisLike): RedisScriptClient {
  return {
    evalsha: (sha1, key, args) => client.evalsha(sha1, 1, key, ...args),
    eval: (script, key, args) => client.eval(script, 1, key, ...args),
  };
}

/**
 * Fits a client of the `redis` package. It has to be connected, and to have an `error` listener, as that package demands.
 *
 * @example redisRateLimitStore({ client: nodeRedisAdapter(await createClient({ url }).on("error", log).connect()) })
 */
export function nodeRedisAdapter(client: NodeRedisLike): RedisScriptClient {
  return {
    evalsha: (sha1, key, args) => client.evalSha(sha1, { keys: [key], arguments: [...args] }),
    eval: (script, key, args) => client.eval(script, { keys: [key], arguments: [...args] }),
  };
}
