import { OnDemand } from "../engine/on-demand.ts";
import { type HookMeta, type Hooks, withMeta } from "./hooks.ts";

/** Hooks whose `preBody` is loaded by the first request: what says something at boot is in `meta`. */
export function loadedPreBody(load: () => Promise<Hooks>, meta: HookMeta): Hooks {
  const hooks = new OnDemand(load);
  return withMeta(
    {
      preBody(context) {
        if (hooks.value) return hooks.value.preBody?.(context);
        return hooks.load().then((loaded) => loaded.preBody?.(context));
      },
    },
    meta,
  );
}
