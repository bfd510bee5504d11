import type { RedisScriptClient } from "./adapters.ts";

/** Runs one Lua script by its digest, and sends its text where the server does not know it: on first use, or restarted. */
export class RedisScript {
  readonly #client: RedisScriptClient;
  readonly #text: string;
  #sha1: Promise<string> | undefined;

  constructor(client: RedisScriptClient, text: string) {
    this.#client = client;
    this.#text = text;
  }

  async run(key: string, args: readonly string[]): Promise<unknown> {
    this.#sha1 ??= sha1Hex(this.#text);
    try {
      return await this.#client.evalsha(await this.#sha1, key, args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return this.#client.eval(this.#text, key, args);
    }
  }
}

/** Redis names scripts by SHA-1; nothing here relies on its strength. */
async function sha1Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
