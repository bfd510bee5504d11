import { isThenable } from "../engine/steps.ts";
import { HttpError } from "../errors/http-error.ts";
import type { Context } from "../route/route.ts";
import { asHookList, type HookMeta, type HookReturn, type Hooks, hookMeta, withMeta } from "./hooks.ts";

type HookInput = Hooks | readonly Hooks[];

/**
 * Several hooks as one, in their order: to name a combination, or to give it to `some()` or `except()`.
 *
 * @throws TypeError when there is none, or one of them takes the place of an automatic middleware
 */
export function every(...inputs: readonly HookInput[]): Hooks {
  const list = inputs.flatMap((input) => asHookList(input));
  assertCombinable("every()", list);
  const [only] = list;
  if (list.length === 1 && only) return only;
  return withMeta(inSequence(list), {
    ...mergedMeta(`every(${namesOf(list)})`, list),
    authSchemes: list.flatMap((hooks) => hooks[hookMeta]?.authSchemes ?? []),
    scopes: list.flatMap((hooks) => hooks[hookMeta]?.scopes ?? []),
  });
}

/**
 * Lets a request pass when one of the alternatives does, asked in their order: `some(bearerAuth(…), basicAuth(…))`. When
 * none does, the first one's refusal is the answer, with the challenges of all. What is no refusal (an error that is no
 * `HttpError`) ends the search: a check that could not be made must not be passed over.
 *
 * It counts as authentication only if every alternative is one.
 *
 * @throws TypeError when there are fewer than two alternatives, or one can refuse nothing
 */
export function some(...inputs: readonly HookInput[]): Hooks {
  const alternatives = inputs.map((input) => every(input));
  if (alternatives.length < 2) throw new TypeError("some(): give at least two alternatives.");
  if (!alternatives.every((hooks) => hooks.preBody)) {
    throw new TypeError(
      "some(): every alternative must be able to refuse (authentication, a limit, a restriction).",
    );
  }
  const schemes = alternatives.map((hooks) => hooks[hookMeta]?.authSchemes ?? []);
  const scopes = alternatives.map((hooks) => hooks[hookMeta]?.scopes ?? []);

  async function firstToPass(context: Context): Promise<undefined> {
    const refusals: HttpError[] = [];
    for (const hooks of alternatives) {
      try {
        const answer = await hooks.preBody?.(context);
        if (answer === undefined) return undefined;
        refusals.push(new HttpError(403, "The request was refused."));
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        refusals.push(error);
      }
    }
    throw withAllChallenges(refusals);
  }

  return withMeta(
    { ...inSequence(alternatives), preBody: firstToPass },
    {
      ...mergedMeta(`some(${namesOf(alternatives)})`, alternatives),
      authSchemes: schemes.every((list) => list.length > 0) ? schemes.flat() : [],
      forgeryCheck: alternatives.every((hooks) => hooks[hookMeta]?.forgeryCheck === true),
      scopes: (scopes[0] ?? []).filter((scope) => scopes.every((list) => list.includes(scope))),
    },
  );
}

/**
 * Hooks that leave some requests out.
 *
 * With paths (route patterns such as `"/healthz"`, or `"/public/*"` for all below) it is decided at boot: a route either
 * has the hooks or not, and the boot guards see it. With a predicate it is decided for each request, so the hooks no longer
 * count as authentication, nor as a forgery check.
 *
 * @throws TypeError when a path does not start with `/`, or a predicate is to leave out headers that are fixed at boot
 */
export function except(
  where: string | readonly string[] | ((context: Context) => boolean),
  input: HookInput,
): Hooks {
  const hooks = every(input);
  const meta = hooks[hookMeta] ?? { name: "custom" };
  if (typeof where !== "function") {
    const skips = pathTest(typeof where === "string" ? [where] : where);
    const inner = meta.skips;
    return withMeta(hooks, { ...meta, skips: (path) => skips(path) || inner?.(path) === true });
  }
  if (meta.staticHeaders)
    throw new TypeError("except(): fixed headers can be left out by path, not by a predicate.");
  const unless = (run: (context: Context) => HookReturn) => (context: Context) =>
    where(context) === true ? undefined : run(context);
  const { onRequest, preBody, beforeHandle, afterHandle, onSend, onResponse, onError } = hooks;
  return withMeta(
    {
      ...(onRequest && { onRequest: (head, context) => unless((one) => onRequest(head, one))(context) }),
      ...(preBody && { preBody: unless(preBody) }),
      ...(beforeHandle && { beforeHandle: unless(beforeHandle) }),
      ...(afterHandle && {
        afterHandle: (context, result) => unless((one) => afterHandle(one, result))(context),
      }),
      ...(onError && { onError: (error, context) => unless((one) => onError(error, one))(context) }),
      ...(onSend && {
        onSend: (response, context) => (where(context) ? undefined : onSend(response, context)),
      }),
      ...(onResponse && {
        onResponse: (response, context) => (where(context) ? undefined : onResponse(response, context)),
      }),
    },
    { ...meta, name: `except(${meta.name})`, authSchemes: [], scopes: [], forgeryCheck: false },
  );
}

function assertCombinable(name: string, list: readonly Hooks[]): void {
  if (list.length === 0) throw new TypeError(`${name}: give at least one hook.`);
  const special = list.length > 1 && list.find((hooks) => hooks[hookMeta]?.replaces !== undefined);
  if (special) {
    throw new TypeError(
      `${name}: ${special[hookMeta]?.name} replaces an automatic middleware; use() it by itself.`,
    );
  }
}

/** Each phase of the hooks, one after another; an answer ends the sequence. */
function inSequence(list: readonly Hooks[]): Hooks {
  const firstAnswer = (run: (hooks: Hooks) => HookReturn, from = 0): HookReturn => {
    for (let i = from; i < list.length; i++) {
      const hooks = list[i];
      const answer = hooks && run(hooks);
      if (isThenable(answer)) return answer.then((value) => value ?? firstAnswer(run, i + 1));
      if (answer !== undefined) return answer;
    }
    return undefined;
  };
  const has = (phase: keyof Hooks): boolean => list.some((hooks) => hooks[phase] !== undefined);
  return {
    ...(has("onRequest") && {
      onRequest: (head, context) => firstAnswer((hooks) => hooks.onRequest?.(head, context)),
    }),
    ...(has("preBody") && { preBody: (context) => firstAnswer((hooks) => hooks.preBody?.(context)) }),
    ...(has("beforeHandle") && {
      beforeHandle: (context) => firstAnswer((hooks) => hooks.beforeHandle?.(context)),
    }),
    ...(has("onError") && {
      onError: (error, context) => firstAnswer((hooks) => hooks.onError?.(error, context)),
    }),
    ...(has("afterHandle") && {
      async afterHandle(context, result) {
        let current = result;
        for (const hooks of list) current = (await hooks.afterHandle?.(context, current)) ?? current;
        return current;
      },
    }),
    ...(has("onSend") && {
      async onSend(response, context) {
        for (const hooks of list) await hooks.onSend?.(response, context);
      },
    }),
    ...(has("onResponse") && {
      async onResponse(response, context) {
        for (const hooks of list) await hooks.onResponse?.(response, context);
      },
    }),
  };
}

function mergedMeta(name: string, list: readonly Hooks[]): HookMeta {
  const metas = list.flatMap((hooks) => hooks[hookMeta] ?? []);
  const policies = metas.flatMap((meta) => meta.allowsOrigin ?? []);
  const headers = metas.flatMap((meta) => meta.staticHeaders ?? []);
  return {
    name,
    cookieSession: metas.some((meta) => meta.cookieSession === true),
    forgeryCheck: metas.some((meta) => meta.forgeryCheck === true),
    violations: (environment) => metas.flatMap((meta) => meta.violations?.(environment) ?? []),
    ...(policies.length > 0 && {
      allowsOrigin: (origin, request) => policies.some((allows) => allows(origin, request)),
    }),
    ...(headers.length > 0 && { staticHeaders: headers }),
  };
}

function namesOf(list: readonly Hooks[]): string {
  return list.map((hooks) => hooks[hookMeta]?.name ?? "custom").join(", ");
}

/** RFC 9110 §11.6.1: one answer may hold several challenges. */
function withAllChallenges(refusals: readonly HttpError[]): HttpError {
  const [first] = refusals;
  if (!first) return new HttpError(403);
  const challenges = refusals
    .filter((error) => error.status === first.status)
    .flatMap((error) => error.headers["www-authenticate"] ?? []);
  if (challenges.length < 2) return first;
  return new HttpError(first.status, first.problem, {
    ...first.headers,
    "www-authenticate": challenges.join(", "),
  });
}

function pathTest(paths: readonly string[]): (path: string) => boolean {
  for (const path of paths) {
    if (!path.startsWith("/"))
      throw new TypeError(`except(): the path ${JSON.stringify(path)} must start with "/".`);
  }
  const exact = new Set(paths.filter((path) => !path.endsWith("/*")));
  const below = paths.filter((path) => path.endsWith("/*")).map((path) => path.slice(0, -1));
  return (path) => exact.has(path) || below.some((prefix) => path.startsWith(prefix));
}
