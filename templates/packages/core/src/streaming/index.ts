export { type EventStreamOptions, eventStream, type ServerSentEvent } from "./event-stream.ts";
export { type NdjsonStreamOptions, ndjsonStream } from "./ndjson-stream.ts";
export type { StreamSource } from "./source.ts";
