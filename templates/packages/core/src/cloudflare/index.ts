export { type FetchHandler, toFetchHandler, type WorkerContext } from "./to-fetch-handler.ts";
