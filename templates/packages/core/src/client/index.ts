export { type ClientOptions, createClient, createInProcessClient } from "./client.ts";
export { type RouteManifest, type RouteSource, routeManifest } from "./manifest.ts";
export type { CallOptions, Client, ClientInput, ClientResponse } from "./types.ts";
