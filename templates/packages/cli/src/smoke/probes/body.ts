import type { SmokeConfig } from "../../config/config.ts";
import { Finding } from "../check.ts";
import { expectProblem, members, shown } from "../expect.ts";
import { bearer, type Probe, type Target, validWrite } from "../target.ts";
import { poisoned, pollutedKey } from "./poison.ts";

const frameworkLimitBytes = 65_536;

export function bodyProbes({ write }: SmokeConfig): readonly Probe[] {
  const limit = write.bodyLimitBytes ?? frameworkLimitBytes;
  return [
    {
      // The control of every probe below: what they bend is a request that works.
      name: `a valid ${write.method} ${write.path} is accepted`,
      async look(target) {
        const answer = await target.ask(validWrite(target));
        if (answer.status >= 200 && answer.status < 300) return String(answer.status);
        throw new Finding(`expected 2xx, got ${shown(answer)}`);
      },
    },
    {
      name: `a declared body over ${limit} bytes is 413`,
      look: async (target) => expectProblem(await target.ask(oversized(target, limit)), 413),
    },
    {
      name: `a streamed body over ${limit} bytes is 413`,
      look: async (target) =>
        expectProblem(await target.ask({ ...oversized(target, limit), streamed: true }), 413),
    },
    {
      name: "text/plain is 415",
      async look(target) {
        const headers = [bearer(target.token), ["Content-Type", "text/plain"] as const];
        return expectProblem(await target.ask({ ...validWrite(target), headers }), 415);
      },
    },
    {
      name: "an unknown key is 422",
      async look(target) {
        const body = JSON.stringify({ ...write.body, smokeUnknownKey: true });
        return expectProblem(await target.ask({ ...validWrite(target), body }), 422);
      },
    },
    { name: "a __proto__ key is harmless", look: survivesPoison },
  ];
}

/** Valid JSON but for its length: only a cap refuses it. */
function oversized(target: Target, limit: number) {
  const valid = validWrite(target);
  return { ...valid, body: valid.body.padEnd(limit + 1, " ") };
}

/** The poisoned body is refused, or answered like the clean one; and nothing of the poison shows, then or afterwards. */
async function survivesPoison(target: Target): Promise<string> {
  const clean = await target.ask(validWrite(target));
  const dirty = await target.ask({ ...validWrite(target), body: poisoned(target.config.write.body) });
  const after = await target.ask(validWrite(target));
  const refused = dirty.status === 400 || dirty.status === 422;
  if (!refused && dirty.status !== clean.status) {
    throw new Finding(`expected ${clean.status} (as without it), 400 or 422, got ${shown(dirty)}`);
  }
  const shape = Object.keys(members(clean)).join();
  if (!refused && Object.keys(members(dirty)).join() !== shape) {
    throw new Finding(`expected the members ${shape} (as without it), got ${shown(dirty)}`);
  }
  if ([dirty, after].some(({ text }) => text.includes(pollutedKey))) {
    throw new Finding(`expected no trace of it, got ${shown(dirty)}`);
  }
  if (after.status !== clean.status) {
    throw new Finding(`expected ${clean.status} again afterwards, got ${shown(after)}`);
  }
  return refused ? `refused with ${dirty.status}` : `${dirty.status}, as without it`;
}
