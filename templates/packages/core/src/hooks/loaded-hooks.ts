import { onDemand } from "../engine/on-demand.ts";
import { isThenable } from "../engine/steps.ts";
import { type HookMeta, type Hooks, withMeta } from "./hooks.ts";

/** Hooks whose `preBody` is loaded by the first request: what says something at boot is in `meta`. */
export function loadedPreBody(load: () => Promise<Hooks>, meta: HookMeta): Hooks {
  const hooks = onDemand(load);
  return withMeta(
    {
      preBody(context) {
        const loaded = hooks();
        return isThenable(loaded)
          ? loaded.then((there) => there.preBody?.(context))
          : loaded.preBody?.(context);
      },
    },
    meta,
  );
}
