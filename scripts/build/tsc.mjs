import { spawn } from "node:child_process";
import { root } from "./root.mjs";

/** Runs the compiler in the repository's root. */
export function tsc(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${root}node_modules/typescript/bin/tsc`, ...args], { cwd: root });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.once("error", reject);
    child.once("close", (code) => resolve({ ok: code === 0, output }));
  });
}
