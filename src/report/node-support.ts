import runtimes from "../../templates/packages/cli/data/runtimes.json" with { type: "json" };
import { CreateError } from "../errors.ts";
import { compareVersions } from "../steps/package-manager.ts";
import type { Notice } from "./outcome.ts";

/** The oldest Node that the command runs on. */
export const nodeFloor = "20.19.0";

/** @throws CreateError `node-too-old` below the floor */
export function requireNode(version: string): void {
  if (compareVersions(version, nodeFloor) >= 0) return;
  throw new CreateError(
    "node-too-old",
    `create-daloy needs Node ${nodeFloor} or later, and this is ${version}.`,
    {
      fix: `Move to Node ${supportedLine}.`,
    },
  );
}

/** Says when the line that runs this is past its end of life. */
export function nodeWarning(version: string, now: Date): Notice | undefined {
  const end = runtimes.node.lines.find(({ line }) => line === version.split(".", 1)[0])?.end;
  if (end === undefined || now.toISOString().slice(0, 10) <= end) return undefined;
  return {
    code: "node-end-of-life",
    message: `Node ${version} has had no security fixes since ${end}.`,
    fix: `Move to Node ${supportedLine}.`,
  };
}

/** The line in long-term support that is proposed. */
const supportedLine = 24;
