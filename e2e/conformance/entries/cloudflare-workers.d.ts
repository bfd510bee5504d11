/** What a Worker's runtime gives its modules. */
declare module "cloudflare:workers" {
  export const env: Readonly<Record<string, string | undefined>>;
}
