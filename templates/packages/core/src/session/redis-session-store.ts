import type { RedisScriptClient } from "../redis/adapters.ts";
import { assertStoreOptions } from "../redis/assert-store-options.ts";
import { RedisScript } from "../redis/run-script.ts";
import { within } from "../redis/within.ts";
import type { SessionEntries, SessionStore } from "./session-store.ts";

export interface RedisSessionStoreOptions {
  /** `ioredisAdapter(redis)`, `nodeRedisAdapter(client)`, or what has the same two methods. */
  client: RedisScriptClient;
  /** What every key begins with. Default `daloy:sess:`. */
  prefix?: string | undefined;
  /** How long Redis may take, in milliseconds. Default 2000. */
  timeoutMs?: number | undefined;
}

/** An entry's field is its key behind this, so that no key is the field that every session has. */
const entryPrefix = "=";
const presence = ".";

const scripts = {
  load: "return redis.call('HGETALL', KEYS[1])",
  // ttl in milliseconds, then fields and values
  create: `
    redis.call('HSET', KEYS[1], '${presence}', '1')
    for i = 2, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
    redis.call('PEXPIRE', KEYS[1], ARGV[1])
    return 1`,
  // ttl or '', the number of fields to remove, these fields, then fields and values
  update: `
    if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
    local removed = tonumber(ARGV[2])
    for i = 3, 2 + removed do redis.call('HDEL', KEYS[1], ARGV[i]) end
    for i = 3 + removed, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
    if ARGV[1] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
    return 1`,
  destroy: "return redis.call('DEL', KEYS[1])",
};

/**
 * Keeps sessions in Redis (6.2 or newer, or Valkey), shared by every instance: one hash a session and one field an entry,
 * so that requests which change different entries at the same time do not undo each other. Redis itself removes what has
 * expired. A failure is the request's (503), and so is an answer that comes too late: there is no session without its store.
 *
 * @throws TypeError when the client was not fitted by an adapter, or `timeoutMs` is out of its range
 */
export function redisSessionStore(options: RedisSessionStoreOptions): SessionStore {
  const { client, prefix = "daloy:sess:", timeoutMs = 2000 } = options;
  assertStoreOptions("redisSessionStore()", client, timeoutMs);
  const compiled = {
    load: new RedisScript(client, scripts.load),
    create: new RedisScript(client, scripts.create),
    update: new RedisScript(client, scripts.update),
    destroy: new RedisScript(client, scripts.destroy),
  };
  const run = (script: keyof typeof compiled, id: string, args: readonly string[] = []) =>
    within(compiled[script].run(prefix + id, args), timeoutMs);

  return {
    async load(id) {
      return readEntries(await run("load", id));
    },
    async create(id, entries, ttlSeconds) {
      await run("create", id, [milliseconds(ttlSeconds), ...fieldsOf(entries)]);
    },
    async update(id, { set, removed }, ttlSeconds) {
      const gone = [...removed].map((key) => entryPrefix + key);
      const ttl = ttlSeconds === undefined ? "" : milliseconds(ttlSeconds);
      return (await run("update", id, [ttl, String(gone.length), ...gone, ...fieldsOf(set)])) === 1;
    },
    async destroy(id) {
      return (await run("destroy", id)) === 1;
    },
  };
}

function fieldsOf(entries: SessionEntries): string[] {
  return [...entries].flatMap(([key, text]) => [entryPrefix + key, text]);
}

function milliseconds(seconds: number): string {
  return String(Math.ceil(seconds * 1000));
}

/** `HGETALL` of a script: fields and values in turn, nothing for a key that is not there. */
function readEntries(reply: unknown): SessionEntries | undefined {
  if (!Array.isArray(reply))
    throw new TypeError("redisSessionStore(): the client's eval() answered with no array.");
  if (reply.length === 0) return undefined;
  const entries = new Map<string, string>();
  for (let i = 0; i < reply.length; i += 2) {
    const field = String(reply[i]);
    if (field.startsWith(entryPrefix)) entries.set(field.slice(entryPrefix.length), String(reply[i + 1]));
  }
  return entries;
}
