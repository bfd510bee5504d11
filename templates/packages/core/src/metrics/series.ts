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
  readonly #root: Node<S> = { children: new Map(), series: undefined };
  /** By their labels as they are written between the braces. */
  readonly #series = new Map<string, S>();

  constructor(labels: readonly L[], max: number, create: () => S) {
    this.#labels = labels;
    this.#max = max;
    this.#create = create;
  }

  /** @throws TypeError when a label is missing */
  get(labels: Labels<L>): S {
    let node: Node<S> | undefined = this.#root;
    for (const name of this.#labels) node = node?.children.get(labelValue(labels, name));
    if (node?.series) return node.series;
    const full = this.#series.size >= this.#max;
    return this.#find(this.#labels.map((name) => (full ? OVERFLOW : labelValue(labels, name))));
  }

  entries(): IterableIterator<[labels: string, series: S]> {
    return this.#series.entries();
  }

  #find(values: readonly string[]): S {
    let node = this.#root;
    for (const value of values) {
      const next: Node<S> = node.children.get(value) ?? { children: new Map(), series: undefined };
      node.children.set(value, next);
      node = next;
    }
    if (!node.series) {
      node.series = this.#create();
      const text = this.#labels.map((name, i) => `${name}="${escapeLabel(values[i] ?? "")}"`).join(",");
      this.#series.set(text, node.series);
    }
    return node.series;
  }
}

/** The series whose labels begin with the values that lead here. */
interface Node<S> {
  readonly children: Map<string, Node<S>>;
  series: S | undefined;
}

function labelValue(labels: object, name: string): string {
  if (!Object.hasOwn(labels, name)) throw new TypeError(`The label "${name}" is missing.`);
  return String(Reflect.get(labels, name));
}

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
