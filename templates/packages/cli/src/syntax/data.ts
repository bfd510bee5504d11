/** One value of a YAML or JSON file, with its place. Exactly one of `text`, `entries` and `items` is there. */
export interface DataValue {
  /** Where it begins, from 1. */
  readonly line: number;
  /** The offsets of what is written for it. */
  readonly start: number;
  readonly end: number;
  /** A scalar as text; `""` for nothing. */
  readonly text?: string;
  readonly entries?: ReadonlyMap<string, DataValue>;
  readonly items?: readonly DataValue[];
}

/** Why a file cannot be read as data. */
export interface DataFault {
  readonly fault: string;
  readonly line: number;
}

/** What is at the end of a path of keys. */
export function valueAt(value: DataValue | undefined, ...path: readonly string[]): DataValue | undefined {
  return path.reduce((at, key) => at?.entries?.get(key), value);
}

/** The text at the end of a path of keys; `undefined` where there is none. */
export const textAt = (value: DataValue | undefined, ...path: readonly string[]): string | undefined =>
  valueAt(value, ...path)?.text;

/** The entries at the end of a path of keys, in their order. */
export const entriesAt = (
  value: DataValue | undefined,
  ...path: readonly string[]
): readonly (readonly [key: string, value: DataValue])[] => [...(valueAt(value, ...path)?.entries ?? [])];

/** The texts of the list at the end of a path of keys. */
export const textsAt = (value: DataValue | undefined, ...path: readonly string[]): readonly string[] =>
  (valueAt(value, ...path)?.items ?? []).flatMap(({ text }) => text ?? []);
