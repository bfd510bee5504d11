/**
 * What a JSON Schema says about the names that may occur, and nothing else: compiled once, walked per
 * request.
 */
export type Shape = LeafShape | OpaqueShape | ContainerShape | AllShape | AnyShape | RefShape;

/** No objects inside, or none that matter. */
export interface LeafShape {
  readonly kind: "leaf";
}

/** Anything may be inside: only what the validator made of it can tell. */
export interface OpaqueShape {
  readonly kind: "opaque";
}

export interface ContainerShape {
  readonly kind: "container";
  readonly object: ObjectShape | undefined;
  readonly array: ArrayShape | undefined;
}

export interface ObjectShape {
  readonly names: ReadonlyMap<string, Shape>;
  readonly patterns: readonly (readonly [RegExp, Shape])[];
  /** The shape of every other name; `undefined` where there can be no other. */
  readonly others: Shape | undefined;
}

export interface ArrayShape {
  readonly prefix: readonly Shape[];
  readonly rest: Shape;
}

/** An intersection: a name is known when one member knows it. */
export interface AllShape {
  readonly kind: "all";
  readonly members: readonly Shape[];
}

/** A union: only the branches that the value can belong to have a say. */
export interface AnyShape {
  readonly kind: "any";
  readonly branches: readonly Branch[];
}

export interface Branch {
  readonly shape: Shape;
  readonly accepts: (value: object) => boolean;
}

/** Recursive schemas make the graph cyclic, so a reference is filled in once its target exists. */
export interface RefShape {
  readonly kind: "ref";
  target: Shape;
}

export const leaf: LeafShape = { kind: "leaf" };
export const opaque: OpaqueShape = { kind: "opaque" };
