/** What this project uses of the modules of a Worker's runtime. `wrangler types` writes them all. */
declare module "cloudflare:workers" {
  export const env: Readonly<Record<string, unknown>>;
}
