import { type App, basicAuth, ipRestriction, route, routes } from "@daloyjs/core";
import * as z from "zod";
import type { Config } from "../config.ts";
import { name, version } from "../project.ts";

/** What the tags of the routes mean, for the docs. */
export const adminTags = { admin: "For whoever runs the service." };

/** What is running, and with which settings. No secret is in it. */
const Status = z
  .object({
    name: z.string(),
    version: z.string(),
    environment: z.string(),
    trustProxy: z.string(),
    corsOrigins: z.array(z.string()),
    rateLimitPerMinute: z.int(),
    loadShedding: z.boolean(),
    limits: z.record(z.string(), z.number()),
    /** The boot guards that the app does without, with the reasons. */
    waivers: z.record(z.string(), z.string()),
  })
  .meta({ id: "Status" });

/** The routes of the operators: from known addresses only, and with a password. Yours join here. */
export function addAdmin(app: App, config: Config): void {
  const guards = [
    ipRestriction({ allow: config.adminAllowedIps }),
    basicAuth({ realm: name, users: { admin: config.adminPassword } }),
  ];
  app.group("/admin", { tags: ["admin"], auth: { scheme: "basic" }, hooks: guards }, (admin) => {
    admin.routes(statusRoutes(app, config));
  });
}

function statusRoutes(app: App, config: Config) {
  return routes({
    getStatus: route({
      method: "GET",
      path: "/status",
      summary: "Say what is running, and with which settings",
      responses: { 200: { description: "What is running", body: Status } },
      handler: () => {
        const { env, limits, waivers } = app.introspect();
        return {
          status: 200,
          body: {
            name,
            version,
            environment: env,
            trustProxy: describeTrust(config.trustProxy),
            corsOrigins: [...config.corsOrigins],
            rateLimitPerMinute: config.rateLimitPerMinute,
            loadShedding: config.loadShedding,
            limits: { ...limits },
            waivers: { ...waivers },
          },
        };
      },
    }),
  });
}

/** As `TRUST_PROXY` says it. */
function describeTrust(trust: Config["trustProxy"]): string {
  if (trust === undefined) return "unset";
  if (typeof trust === "string") return trust;
  return "hops" in trust ? `hops:${trust.hops}` : `cidr:${trust.cidrs.join(",")}`;
}
