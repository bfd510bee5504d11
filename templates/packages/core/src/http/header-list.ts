/** RFC 9110 §5.6.2 `token`: what a field name may consist of. */
const fieldName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Anything that would end a header line, or that no field value may carry (RFC 9110 §5.5). */
const forbiddenInValue = /[\0-\x08\n-\x1f\x7f\u0100-\uffff]/;

/** Throws a `TypeError` when a header could split the message or is no header at all. The value is never echoed. */
export function assertHeader(name: string, value: string): void {
  if (!fieldName.test(name)) throw new TypeError("A response header has an invalid name.");
  if (forbiddenInValue.test(value)) {
    throw new TypeError(
      `The value of the response header "${name}" holds a character that no header may carry.`,
    );
  }
}

/**
 * Response headers as one flat `[name, value, …]` array, so that an adapter can hand it to the platform as it is.
 * Names are lower case. A linear scan over some fifteen names is cheaper than any map.
 */
export class HeaderList implements Iterable<[string, string]> {
  readonly flat: string[];

  /** @param flat trusted pairs (lower-case names, values checked); the array becomes this list's own. */
  constructor(flat: string[] = []) {
    this.flat = flat;
  }

  get(name: string): string | null {
    const key = name.toLowerCase();
    let joined: string | null = null;
    for (let i = 0; i < this.flat.length; i += 2) {
      if (this.flat[i] === key) {
        const value = this.flat[i + 1] ?? "";
        joined = joined === null ? value : `${joined}, ${value}`;
      }
    }
    return joined;
  }

  has(name: string): boolean {
    return this.indexOf(name.toLowerCase()) !== -1;
  }

  /** Replaces every value of `name`. Throws a `TypeError` on CR, LF, NUL or an invalid name. */
  set(name: string, value: string): this {
    assertHeader(name, value);
    return this.setTrusted(name.toLowerCase(), value);
  }

  /** Adds a value beside those that are there. Throws a `TypeError` on CR, LF, NUL or an invalid name. */
  append(name: string, value: string): this {
    assertHeader(name, value);
    this.flat.push(name.toLowerCase(), value);
    return this;
  }

  delete(name: string): this {
    const key = name.toLowerCase();
    for (let i = this.indexOf(key); i !== -1; i = this.indexOf(key)) this.flat.splice(i, 2);
    return this;
  }

  /** Adds one token to `Vary`, once. */
  vary(token: string): this {
    const present = this.get("vary");
    if (present === null) this.flat.push("vary", token);
    else if (present !== "*" && !present.toLowerCase().split(/,\s*/).includes(token.toLowerCase())) {
      this.setTrusted("vary", `${present}, ${token}`);
    }
    return this;
  }

  /** As `setTrusted`, unless there is a value already. */
  setDefault(name: string, value: string): this {
    if (this.indexOf(name) === -1) this.flat.push(name, value);
    return this;
  }

  /** As `set`, for a lower-case name and a value that the framework itself made. */
  setTrusted(name: string, value: string): this {
    const at = this.indexOf(name);
    if (at === -1) {
      this.flat.push(name, value);
      return this;
    }
    this.flat[at + 1] = value;
    for (let i = this.indexOf(name, at + 2); i !== -1; i = this.indexOf(name, at + 2)) this.flat.splice(i, 2);
    return this;
  }

  *[Symbol.iterator](): Iterator<[string, string]> {
    for (let i = 0; i < this.flat.length; i += 2) yield [this.flat[i] ?? "", this.flat[i + 1] ?? ""];
  }

  private indexOf(key: string, from = 0): number {
    for (let i = from; i < this.flat.length; i += 2) if (this.flat[i] === key) return i;
    return -1;
  }
}
