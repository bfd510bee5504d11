/** @throws TypeError when the client was not fitted by an adapter, or the time is no whole number from 1 to 60000 */
export function assertStoreOptions(owner: string, client: unknown, timeoutMs: number): void {
  const has = (name: string) =>
    typeof client === "object" && client !== null && typeof Reflect.get(client, name) === "function";
  // ioredis has methods of the same names, but they take their arguments otherwise
  if (!has("evalsha") || !has("eval") || has("sendCommand")) {
    throw new TypeError(`${owner}: wrap the client: ioredisAdapter(redis) or nodeRedisAdapter(client).`);
  }
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > 60_000) {
    throw new TypeError(`${owner}: timeoutMs must be a whole number from 1 to 60000.`);
  }
}
