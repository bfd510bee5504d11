import type { SmokeConfig } from "../../config/config.ts";
import { expectChallenge } from "../expect.ts";
import { bearer, json, type Probe, validWrite } from "../target.ts";

export function authenticationProbes({ secured, write }: SmokeConfig): readonly Probe[] {
  const named = `${write.method} ${write.path}`;
  return [
    {
      name: `${secured.method} ${secured.path} without a token is 401`,
      look: async ({ ask }) => expectChallenge(await ask(secured)),
    },
    {
      name: `${named} without a token is 401`,
      look: async (target) => expectChallenge(await target.ask({ ...validWrite(target), headers: [json] })),
    },
    {
      name: `${named} with a wrong token is 401`,
      async look(target) {
        const headers = [bearer(target.wrongToken), json];
        return expectChallenge(await target.ask({ ...validWrite(target), headers }));
      },
    },
  ];
}
