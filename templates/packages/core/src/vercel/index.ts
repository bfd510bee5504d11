export { type FetchHandler, toFetchHandler } from "./to-fetch-handler.ts";
export { type EdgeContext, toWebHandler, type WebHandler } from "./to-web-handler.ts";
