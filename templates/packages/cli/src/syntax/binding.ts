import type { Identifier, Node } from "@babel/types";

/** A value that a name may have: an expression, and the way into it that a pattern took. */
export interface ValueSource {
  readonly from: Node;
  /** Property names and indices; `*` is any element. */
  readonly path: readonly string[];
}

/** One name of a program. */
export interface Binding {
  readonly name: string;
  readonly kind: "import" | "variable" | "function" | "class" | "parameter";
  /** The file that declares it. */
  readonly file: string;
  /** The function that a parameter belongs to, the import declaration, or what declares it. */
  readonly declaration: Node;
  /** Everything that it is known to be set to. */
  readonly values: ValueSource[];
  /** It may be something else too: what a caller hands in, a caught error. */
  opaque: boolean;
  readonly references: Identifier[];
  /** For an import. */
  readonly imported?: { readonly module: string; readonly name: string };
}

/** What introduces names. */
export interface Scope {
  readonly parent: Scope | undefined;
  /** `var` belongs here. */
  readonly hoists: boolean;
  readonly names: Map<string, Binding>;
}

export const newScope = (parent: Scope | undefined, hoists: boolean): Scope => ({
  parent,
  hoists,
  names: new Map(),
});

export function findBinding(name: string, scope: Scope): Binding | undefined {
  for (let one: Scope | undefined = scope; one; one = one.parent) {
    const binding = one.names.get(name);
    if (binding !== undefined) return binding;
  }
  return undefined;
}

export function hoistingScope(scope: Scope): Scope {
  let one = scope;
  while (!one.hoists && one.parent) one = one.parent;
  return one;
}
