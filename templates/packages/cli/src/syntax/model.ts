import type { File, Identifier, ImportDeclaration, Node } from "@babel/types";
import {
  type Binding,
  findBinding,
  hoistingScope,
  newScope,
  type Scope,
  type ValueSource,
} from "./binding.ts";
import { membersOf } from "./members.ts";
import { type ClassNode, childrenOf, isClass, isFunction, writtenName } from "./nodes.ts";
import { targetsOf } from "./patterns.ts";
import { enclosingClass, importedName, isReference, loopSource } from "./place.ts";

/** What a file gives to others. */
export interface Exports {
  readonly names: Map<string, ValueSource>;
  /** `export * from` */
  readonly all: string[];
}

/** The programs of a project, with what each name in them means. */
export interface Model {
  /** Every node of a file that is not a type, outer before inner. */
  nodesOf(file: string): readonly Node[];
  parentOf(node: Node): Node | undefined;
  fileOf(node: Node): string | undefined;
  /** `undefined` for a global. */
  bindingOf(identifier: Identifier): Binding | undefined;
  exportsOf(file: string): Exports | undefined;
  /** What `this.name` is set to in a class. */
  memberOf(owner: ClassNode, name: string): readonly ValueSource[];
  /** The modules that a file imports. */
  importsOf(file: string): readonly string[];
  isExported(binding: Binding): boolean;
}

const plainAssignments = new Set(["=", "??=", "||=", "&&="]);

export function buildModel(files: readonly (readonly [file: string, root: File])[]): Model {
  const parents = new Map<Node, Node>();
  const bindings = new Map<Identifier, Binding>();
  const nodes = new Map<string, Node[]>();
  const programs = new Map<Node, string>();
  const exported = new Map<string, Exports>();
  const imports = new Map<string, string[]>();
  const exportedBindings = new Set<Binding>();
  const members = new Map<ClassNode, Map<string, ValueSource[]>>();
  for (const [file, root] of files) addFile(file, root);

  function addFile(file: string, root: File): void {
    const own: Node[] = [];
    const modules: string[] = [];
    const references: [Identifier, Scope][] = [];
    const assignments: { left: Node; sources: ValueSource[]; scope: Scope }[] = [];
    const exports: Exports = { names: new Map(), all: [] };
    const specifiers: { local: string; exported: string }[] = [];
    const top = newScope(undefined, true);

    function declare(
      scope: Scope,
      name: string,
      kind: Binding["kind"],
      declaration: Node,
      imported?: Binding["imported"],
    ): Binding {
      const known = scope.names.get(name);
      if (known !== undefined) return known;
      const binding: Binding = {
        name,
        kind,
        file,
        declaration,
        values: [],
        opaque: false,
        references: [],
        ...(imported && { imported }),
      };
      scope.names.set(name, binding);
      return binding;
    }

    function bind(
      pattern: Node,
      scope: Scope,
      kind: Binding["kind"],
      declaration: Node,
      source?: ValueSource,
    ): void {
      for (const { target, sources, partial } of targetsOf(pattern, source ? [source] : [])) {
        if (target.type !== "Identifier") continue;
        const binding = declare(scope, target.name, kind, declaration);
        bindings.set(target, binding);
        binding.values.push(...sources);
        if (partial || (source === undefined && declaration.type !== "VariableDeclarator"))
          binding.opaque = true;
      }
    }

    /** A function or a class has its own name. */
    function nameIt(scope: Scope, id: Identifier, kind: "function" | "class", node: Node): void {
      const binding = declare(scope, id.name, kind, node);
      binding.values.push({ from: node, path: [] });
      bindings.set(id, binding);
    }

    function visit(node: Node, scope: Scope): void {
      own.push(node);
      const inner = enter(node, scope);
      for (const child of childrenOf(node)) {
        parents.set(child, node);
        visit(child, inner);
      }
    }

    /** Declares what a node introduces; the scope of what is in it. */
    function enter(node: Node, scope: Scope): Scope {
      if (isFunction(node)) return enterFunction(node, scope);
      if (isClass(node)) return enterClass(node, scope);
      switch (node.type) {
        case "Identifier":
          if (!bindings.has(node) && isReference(node, parents.get(node))) references.push([node, scope]);
          return scope;
        case "VariableDeclaration": {
          const target = node.kind === "var" ? hoistingScope(scope) : scope;
          const parent = parents.get(node);
          for (const one of node.declarations) {
            const source = one.init ? { from: one.init, path: [] } : loopSource(parent, node);
            bind(one.id, target, "variable", one, source);
          }
          return scope;
        }
        case "AssignmentExpression": {
          // Of `a += b` the whole expression is the value.
          const from = plainAssignments.has(node.operator) ? node.right : node;
          assignments.push({ left: node.left, sources: [{ from, path: [] }], scope });
          return scope;
        }
        case "ImportDeclaration":
          enterImport(node);
          return scope;
        case "TSImportEqualsDeclaration":
          if (node.moduleReference.type === "TSExternalModuleReference") {
            const module = node.moduleReference.expression.value;
            modules.push(module);
            declare(scope, node.id.name, "import", node, { module, name: "*" });
          }
          return scope;
        case "TSEnumDeclaration":
          declare(scope, node.id.name, "variable", node).opaque = true;
          return scope;
        case "ExportNamedDeclaration":
        case "ExportDefaultDeclaration":
        case "ExportAllDeclaration":
          enterExport(node);
          return scope;
        case "CatchClause": {
          const inner = newScope(scope, false);
          if (node.param) bind(node.param, inner, "variable", node);
          return inner;
        }
        case "BlockStatement":
        case "ForStatement":
        case "ForOfStatement":
        case "ForInStatement":
        case "SwitchStatement":
        case "StaticBlock":
        case "TSModuleBlock":
          return newScope(scope, node.type === "StaticBlock");
        default:
          return scope;
      }
    }

    function enterFunction(node: Extract<Node, { params: unknown }> & Node, scope: Scope): Scope {
      const inner = newScope(scope, true);
      if (!isFunction(node)) return inner;
      if ("id" in node && node.id) {
        const own = node.type === "FunctionDeclaration" ? scope : inner;
        nameIt(own, node.id, "function", node);
      }
      for (const param of node.params) {
        const own = param.type === "TSParameterProperty" ? param.parameter : param;
        const pattern = own.type === "AssignmentPattern" ? own.left : own;
        // What a pattern takes is known by the way to it, though not its value.
        bind(
          own,
          inner,
          "parameter",
          node,
          pattern.type === "ObjectPattern" ? { from: pattern, path: [] } : undefined,
        );
      }
      return inner;
    }

    function enterClass(node: ClassNode, scope: Scope): Scope {
      const inner = newScope(scope, false);
      if (node.id) {
        const own = node.type === "ClassDeclaration" ? scope : inner;
        nameIt(own, node.id, "class", node);
      }
      members.set(node, membersOf(node));
      return inner;
    }

    function enterImport(node: ImportDeclaration): void {
      const module = node.source.value;
      modules.push(module);
      for (const one of node.specifiers) {
        if (one.type === "ImportSpecifier" && one.importKind === "type") continue;
        const name = importedName(one);
        declare(top, one.local.name, "import", node, { module, name });
      }
    }

    function enterExport(
      node: Extract<
        Node,
        { type: "ExportNamedDeclaration" | "ExportDefaultDeclaration" | "ExportAllDeclaration" }
      >,
    ): void {
      if (node.type === "ExportDefaultDeclaration") {
        exports.names.set("default", { from: node.declaration, path: [] });
        return;
      }
      if (node.source) modules.push(node.source.value);
      if (node.type === "ExportAllDeclaration") {
        exports.all.push(node.source.value);
        return;
      }
      const { declaration, source } = node;
      if (declaration && "id" in declaration && declaration.id?.type === "Identifier") {
        specifiers.push({ local: declaration.id.name, exported: declaration.id.name });
      }
      if (declaration?.type === "VariableDeclaration") {
        for (const { id } of declaration.declarations) {
          for (const { target } of targetsOf(id, [])) {
            if (target.type === "Identifier") specifiers.push({ local: target.name, exported: target.name });
          }
        }
      }
      for (const one of node.specifiers) {
        if (one.type !== "ExportSpecifier") continue;
        const name = one.exported.type === "Identifier" ? one.exported.name : one.exported.value;
        if (source) exports.names.set(name, { from: source, path: [one.local.name] });
        else specifiers.push({ local: one.local.name, exported: name });
      }
    }

    programs.set(root.program, file);
    visit(root.program, top);
    for (const [identifier, scope] of references) {
      const binding = findBinding(identifier.name, scope);
      if (binding === undefined) continue;
      bindings.set(identifier, binding);
      binding.references.push(identifier);
    }
    for (const { left, sources, scope } of assignments) {
      for (const { target, sources: values } of targetsOf(left, sources)) {
        if (target.type === "Identifier") findBinding(target.name, scope)?.values.push(...values);
        else addMember(target, values);
      }
    }
    for (const { local, exported } of specifiers) {
      const binding = findBinding(local, top);
      if (binding === undefined) continue;
      exportedBindings.add(binding);
      exports.names.set(exported, { from: exportedName(binding, local), path: [] });
    }
    nodes.set(file, own);
    exported.set(file, exports);
    imports.set(file, modules);
  }

  /** An identifier that stands for the binding wherever its value is asked for. */
  function exportedName(binding: Binding, name: string): Identifier {
    const identifier: Identifier = { type: "Identifier", name };
    bindings.set(identifier, binding);
    return identifier;
  }

  /** `this.name = value` */
  function addMember(target: Node, values: readonly ValueSource[]): void {
    if (target.type !== "MemberExpression" || target.object.type !== "ThisExpression") return;
    const name = writtenName(target.property, target.computed);
    const owner = enclosingClass(target, (node) => parents.get(node));
    if (name === undefined || owner === undefined) return;
    const known = members.get(owner);
    known?.set(name, [...(known.get(name) ?? []), ...values]);
  }

  return {
    nodesOf: (file) => nodes.get(file) ?? [],
    parentOf: (node) => parents.get(node),
    fileOf(node) {
      let top = node;
      for (let one = parents.get(node); one; one = parents.get(one)) top = one;
      return programs.get(top);
    },
    bindingOf: (identifier) => bindings.get(identifier),
    exportsOf: (file) => exported.get(file),
    memberOf: (owner, name) => members.get(owner)?.get(name) ?? [],
    importsOf: (file) => imports.get(file) ?? [],
    isExported: (binding) => exportedBindings.has(binding),
  };
}
