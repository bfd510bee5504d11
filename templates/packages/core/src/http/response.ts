import type { HeaderList } from "./header-list.ts";

export type ResponseBody = string | Uint8Array | ReadableStream<Uint8Array> | null;

/** A response on its way out. Hooks may change all of it. */
export interface EngineResponse {
  status: number;
  readonly headers: HeaderList;
  body: ResponseBody;
}
