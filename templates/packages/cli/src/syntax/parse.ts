import type { File } from "@babel/types";
import { parse } from "../third-party/babel-parser.ts";

/** The syntax tree of a program; `undefined` when it is none. Faults that the compiler is there for do not stop it. */
export function parseProgram(file: string, text: string): File | undefined {
  const typed = /\.[cm]?tsx?$/.test(file);
  const elements = /x$/.test(file) || !typed;
  try {
    return parse(text, {
      sourceType: "module",
      errorRecovery: true,
      attachComment: false,
      allowReturnOutsideFunction: true,
      plugins: [
        ...(typed ? (["typescript"] as const) : []),
        ...(elements ? (["jsx"] as const) : []),
        "decorators",
        "decoratorAutoAccessors",
        "explicitResourceManagement",
      ],
    });
  } catch {
    return undefined;
  }
}
