import type { RouteDescription } from "../../describe/description.ts";
import type { Finding, Gate } from "../../verify/gate.ts";
import { inspectPrograms, type Source } from "../../verify/source.ts";
import { locateRoute } from "../names/locate-route.ts";
import { emptyDecisions } from "./empty-decisions.ts";

export const authorization: Gate = {
  name: "authorization",
  summary: "A route with authentication and an object's id in its path says who may touch the object",
  explanation: `Builds the project, lets the app describe itself without running, and finds routes that authenticate, have a parameter in
their path, and no authorize. In the source it finds decisions that decide nothing: an authorize that is always true, and
{ any: … } without a reason that says something.

That one caller can reach another's object by its id is the most common serious fault of APIs (OWASP API1:2023).

It does not judge whether the check is right, nor objects that are named in a query or a body.`,
  waits: true,
  async run(context) {
    const decisions = await inspectPrograms(context, emptyDecisions);
    if (context.config.smoke === undefined) return decisions;
    const { app } = await context.describe();
    return [...authorizationFindings(app.routes, await context.sources()), ...decisions];
  },
};

export function authorizationFindings(
  routes: readonly RouteDescription[],
  sources: readonly Source[],
): Finding[] {
  return routes.filter(isUndecided).map(({ method, path }) => ({
    ...locateRoute(`${method} ${path}`, sources),
    rule: "undecided",
    message: `${method} ${path} authenticates its caller, and does not say which object the caller may touch.`,
    why: "Every authenticated caller reaches every object by its id (OWASP API1:2023).",
    fix: 'Add authorize: ({ user, params }) => …, or authorize: { any: "why every authenticated caller may" }.',
  }));
}

function isUndecided({ path, auth, enforced, authorize, builtIn }: RouteDescription): boolean {
  const authenticates = enforced.length > 0 || (auth !== undefined && auth !== "public");
  const hasId = path
    .split("/")
    .some((segment) => segment.startsWith(":") || segment === "*" || /^\{.+\}$/.test(segment));
  return !builtIn && authenticates && hasId && authorize === undefined;
}
