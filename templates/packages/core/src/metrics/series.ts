export type Labels<L extends string> = { readonly [K in L]: string | number };

/** What every label of the overflow series says. */
export const OVERFLOW = "__overflow__";

/**
 * The series of one metric, by label values. At most `max` of them: label values come from requests, and each
 * would stay in memory for ever. What comes after shares one series whose labels all say `__overflow__`.
 */
export class SeriesMap<L extends string, S> {
  readonly #labels: readonly L[];
  readonly #max: number;
  readonly #create: () => S;
  readonly #series = new Map<string, S>();

  constructor(labels: readonly L[], max: number, create: () => S) {
    this.#labels = labels;
    this.#max = max;
    this.#create = create;
  }

  /** @throws TypeError when a label is missing */
  get(labels: Labels<L>): S {
    const key = this.#labels.map((name) => `${name}="${escapeLabel(labelValue(labels, name))}"`).join(",");
    const known = this.#series.get(key);
    if (known) return known;
    if (this.#series.size < this.#max) return this.#add(key);
    const overflow = this.#labels.map((name) => `${name}="${OVERFLOW}"`).join(",");
    return this.#series.get(overflow) ?? this.#add(overflow);
  }

  /** Each series with its labels as they are written between the braces. */
  entries(): IterableIterator<[labels: string, series: S]> {
    return this.#series.entries();
  }

  #add(key: string): S {
    const series = this.#create();
    this.#series.set(key, series);
    return series;
  }
}

function labelValue(labels: object, name: string): string {
  if (!Object.hasOwn(labels, name)) throw new TypeError(`The label "${name}" is missing.`);
  return String(Reflect.get(labels, name));
}

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
