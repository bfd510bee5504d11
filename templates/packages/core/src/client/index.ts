export { type ClientOptions, createClient, createInProcessClient, type RouteManifest } from "./client.ts";
export type { CallOptions, Client, ClientInput, ClientResponse } from "./types.ts";
