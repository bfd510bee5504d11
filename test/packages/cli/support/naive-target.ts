import { loopback, portOf } from "../../../../templates/packages/cli/src/processes/port.ts";
import { type Check, check } from "../../../../templates/packages/cli/src/smoke/check.ts";
import { probesOf } from "../../../../templates/packages/cli/src/smoke/probes/index.ts";
import { createTarget } from "../../../../templates/packages/cli/src/smoke/target.ts";
import { NaiveApp } from "../fixtures/naive-app.mjs";
import { naiveConfig, secrets } from "./config.ts";

/** Asks a naive app with these faults everything, in this process; the answers of every probe by its name. */
export async function askNaiveApp(
  faults: readonly string[],
  { env = {}, answerMs = 2000 }: { env?: Readonly<Record<string, string>>; answerMs?: number } = {},
): Promise<Check[]> {
  const environment: Readonly<Record<string, string>> = { ...secrets, ...env };
  const naive = new NaiveApp(faults, (name) => environment[name]);
  let output = "";
  naive.log = (line) => {
    output += `${line}\n`;
  };
  const server = naive.server();
  await new Promise<void>((resolve) => server.listen(0, loopback, resolve));
  const target = createTarget(
    portOf(server),
    {
      config: naiveConfig,
      environment,
      token: secrets.API_WRITE_TOKEN,
      wrongToken: "wrong",
      output: () => output,
    },
    answerMs,
  );
  try {
    const checks: Check[] = [];
    for (const { name, look } of probesOf(naiveConfig)) checks.push(await check(name, () => look(target)));
    return checks;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
