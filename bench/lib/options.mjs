import { parseArgs } from "node:util";
import { baseline, contenders } from "../contenders/index.mjs";

export const usage = `Usage: npm run bench -- [options]

  --only <names>    comma-separated contenders; ${baseline} always runs (default: ${contenders.map(({ name }) => name).join(",")})
  --rounds <n>      interleaved rounds, each with new servers and a warm-up (default: 9)
  --seconds <n>     whole seconds of load per measurement (default: 2)
  --json            print the figures as JSON
  --help            print this text`;

export class UsageError extends Error {}

function positiveInteger(name, text) {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new UsageError(`--${name} takes a whole number from 1 up, not "${text}".`);
  }
  return value;
}

function selection(text) {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !contenders.some((contender) => contender.name === name));
  if (unknown.length > 0) {
    const known = contenders.map(({ name }) => name).join(", ");
    throw new UsageError(`--only knows ${known}; not ${unknown.join(", ")}.`);
  }
  return names;
}

/** Throws a `UsageError` that names the option and what it takes. */
export function parseOptions(argv) {
  let values;
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        only: { type: "string" },
        rounds: { type: "string", default: "9" },
        seconds: { type: "string", default: "2" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }));
  } catch (error) {
    throw new UsageError(error.message);
  }
  return {
    only: values.only === undefined ? undefined : selection(values.only),
    rounds: positiveInteger("rounds", values.rounds),
    seconds: positiveInteger("seconds", values.seconds),
    json: values.json,
    help: values.help,
  };
}
