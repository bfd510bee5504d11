import { describe, expect, it } from "vitest";
import { layeredApp, type Removable, removable } from "./layered-app.ts";
import { type Layer, permanent, probes } from "./probes.ts";

const everything: readonly Layer[] = [...removable, ...permanent];

/** The layers of which an attack shows that they hold. */
async function inForce(without?: Removable): Promise<Layer[]> {
  const layered = layeredApp(without);
  layered.app.ready();
  const held: Layer[] = [];
  for (const layer of everything) if (await probes[layer](layered)) held.push(layer);
  return held;
}

describe("layers are independent", () => {
  it("with all of them, each one holds", async () => {
    expect(await inForce()).toEqual(everything);
  });

  it.each(removable)("without %s it is gone, and every other one holds", async (without) => {
    expect(await inForce(without)).toEqual(everything.filter((layer) => layer !== without));
  });
});
