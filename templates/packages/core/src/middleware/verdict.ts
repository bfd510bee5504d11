import type { Register } from "../route/route.ts";

/** What an authentication hook may put at `state.user`: what `Register` says, else any object or text. */
export type Principal = Register extends { user: infer U } ? U : object | string;

/** What a function of yours says about credentials: a principal, or `true` for one without properties. Anything empty is a refusal. */
export type AuthVerdict = Principal | boolean | null | undefined;

/** The principal of a verdict, or `undefined` for a refusal. */
export function principalFrom(verdict: unknown, bare: object): unknown {
  if (verdict === true) return bare;
  return verdict === false || verdict === null || verdict === "" ? undefined : verdict;
}

/** The type of the principal is the application's own, so that here it is not known. */
export function setUser(state: { user?: unknown }, principal: unknown): void {
  state.user = principal;
}
