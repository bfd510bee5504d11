import { Finding } from "../check.ts";
import { expectProblem, shown } from "../expect.ts";
import { statePath, throwingPath, thrownMessage } from "../harness-task.ts";
import type { Answer } from "../http.ts";
import { bearer, json, type Probe, type Target } from "../target.ts";
import { poisoned, pollutedKey } from "./poison.ts";

/** What is asked of the harness: it knows what an outsider cannot see. */
export function harnessProbes(directory: string): readonly Probe[] {
  return [
    {
      name: "a 500 says nothing of its cause",
      async look(target) {
        const headers = [bearer(target.token)];
        const answer = await target.ask({ method: "GET", path: throwingPath, headers });
        const { thrown } = await stateOf(target);
        if (thrown !== 1)
          throw new Finding(`expected the handler to throw, but it never ran: ${shown(answer)}`);
        const detail = expectProblem(answer, 500);
        const leak = findLeak(answer, directory);
        if (leak !== undefined) throw new Finding(`expected a bare 500, got ${leak}: ${shown(answer)}`);
        return detail;
      },
    },
    {
      name: "Object.prototype stays clean",
      async look(target) {
        const { method, path, body } = target.config.write;
        await target.ask({
          method,
          path,
          headers: [bearer(target.token), json],
          body: poisoned(body),
        });
        const { inherited } = await stateOf(target);
        if (!Array.isArray(inherited)) throw new Finding("expected the harness to tell its state");
        if (inherited.length > 0) {
          const whose = inherited.includes(pollutedKey) ? " (from the request)" : "";
          throw new Finding(`expected no inherited keys, got ${inherited.join(", ")}${whose}`);
        }
        return "no inherited keys";
      },
    },
  ];
}

/** What of the error's cause an answer gives away. */
export function findLeak({ text, headers }: Answer, directory: string): string | undefined {
  const all = `${JSON.stringify(headers)}\n${text}`.replaceAll("\\\\", "/");
  if (all.includes(thrownMessage) || all.includes("smoke-test-error")) return "the error's message";
  if (/\bat .{0,200}:\d+:\d+/.test(all)) return "a stack trace";
  if (all.includes(directory.replaceAll("\\", "/")) || /node_modules|file:\/\//.test(all)) return "a path";
  return undefined;
}

async function stateOf({ ask, token }: Target): Promise<Readonly<Record<string, unknown>>> {
  const headers = [bearer(token)];
  const answer = await ask({ method: "GET", path: statePath, headers });
  const value: unknown = answer.status === 200 ? JSON.parse(answer.text) : undefined;
  if (typeof value === "object" && value !== null) return { ...value };
  throw new Finding(`expected the harness to tell its state, got ${shown(answer)}`);
}
