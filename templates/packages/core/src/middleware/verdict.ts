/** What a function of yours says about credentials: a principal, or `true` for one without properties. Anything empty is a refusal. */
export type AuthVerdict = object | string | true | false | null | undefined;

/** The principal of a verdict, or `undefined` for a refusal. */
export function principalFrom(verdict: AuthVerdict, bare: object): object | string | undefined {
  if (verdict === true) return bare;
  return verdict === false || verdict === null || verdict === "" ? undefined : verdict;
}
