import type { Redactor } from "./redact.ts";

const MAX_DEPTH = 8;
const MAX_ENTRIES = 100;
const MAX_VALUES = 2000;
const MAX_TEXT = 10_000;
const MAX_ROOM = 100_000;

/** What JSON can carry, copied: nothing in it belongs to the caller. */
export type LogValue = null | boolean | number | string | LogValue[] | LogFields;

export type LogFields = { [name: string]: LogValue };

/**
 * Copies a value into something that JSON can carry: redacted, bounded in depth (8), entries per level (100),
 * values in all (2000) and text (10,000 characters each, 100,000 in all). It survives cycles, throwing
 * getters, hostile `toJSON` and proxies, does not read symbol keys, and never shows the contents of binary
 * data.
 */
export function toLogValue(value: unknown, redactor: Redactor): LogValue {
  const walk = new Walk(redactor);
  return walk.copy(value, "") ?? null;
}

class Walk {
  readonly #redactor: Redactor;
  readonly #ancestors: object[] = [];
  #values = 0;
  #room = MAX_ROOM;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** `undefined` where an object's member is to be left out. */
  copy(value: unknown, name: string): LogValue | undefined {
    if (value === undefined || value === null) return value;
    if (++this.#values > MAX_VALUES) return "[truncated]";
    if (name !== "" && this.#redactor.isSensitive(name)) return this.#redactor.censor;
    switch (typeof value) {
      case "boolean":
        return value;
      case "string":
        return this.#text(value);
      case "number":
        return Number.isFinite(value) ? value : String(value);
      case "bigint":
        return this.#text(String(value));
      case "symbol":
        return "[symbol]";
      case "function":
        return "[function]";
    }
    if (this.#ancestors.includes(value)) return "[circular]";
    if (this.#ancestors.length >= MAX_DEPTH) return "[truncated]";
    this.#ancestors.push(value);
    try {
      return this.#copyObject(value, name);
    } catch {
      return "[unreadable]";
    } finally {
      this.#ancestors.pop();
    }
  }

  #copyObject(value: object, name: string): LogValue | undefined {
    if (Array.isArray(value)) return this.#list(value, name);
    if (value instanceof Error) return this.#error(value);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
    if (value instanceof URL || value instanceof RegExp) return this.#text(String(value));
    if (ArrayBuffer.isView(value)) return `[${value.constructor.name}, ${value.byteLength} bytes]`;
    if (value instanceof ArrayBuffer) return `[ArrayBuffer, ${value.byteLength} bytes]`;
    if (value instanceof Map || value instanceof Headers || value instanceof URLSearchParams) {
      return this.#pairs(value.entries());
    }
    if (value instanceof Set) return this.#list([...take(value)], name, value.size);
    if ("toJSON" in value && typeof value.toJSON === "function")
      return this.#toJson(value, value.toJSON(name), name);
    return this.#members(value, Object.keys(value));
  }

  /** What `toJSON` returns is data like any other, except that it is not asked again. */
  #toJson(source: object, json: unknown, name: string): LogValue | undefined {
    if (
      json === source ||
      (typeof json === "object" && json !== null && "toJSON" in json && !Array.isArray(json))
    ) {
      return this.#members(json, Object.keys(json));
    }
    return this.copy(json, name);
  }

  #error(error: Error): LogValue {
    const hidden = ["name", "message", "stack", "code", "cause", "errors"];
    const own = Object.keys(error).filter((key) => !hidden.includes(key));
    const present = hidden.filter((key) => key in error);
    return this.#members(error, [...present, ...own]);
  }

  #list(items: readonly unknown[], name: string, size = items.length): LogValue[] {
    // A header as a pair, or Node's flat list of raw headers: the name stands before its value.
    const paired = items.length === 2 || name === "rawHeaders";
    const copy: LogValue[] = [];
    for (let i = 0; i < Math.min(items.length, MAX_ENTRIES); i++) {
      const before = paired && i % 2 === 1 ? items[i - 1] : "";
      copy.push(this.copy(items[i], typeof before === "string" ? before : "") ?? null);
    }
    if (size > MAX_ENTRIES) copy.push(`[${size - MAX_ENTRIES} more]`);
    return copy;
  }

  #members(source: object, names: readonly string[]): LogFields {
    const copy: LogFields = {};
    for (const name of names.slice(0, MAX_ENTRIES)) {
      let value: unknown;
      try {
        value = Reflect.get(source, name);
      } catch {
        // One getter that throws must not hide the other members.
        value = "[unreadable]";
      }
      this.#add(copy, name, value);
    }
    if (names.length > MAX_ENTRIES) this.#add(copy, "...", `[${names.length - MAX_ENTRIES} more]`);
    return copy;
  }

  #pairs(entries: Iterable<readonly [unknown, unknown]>): LogFields {
    const copy: LogFields = {};
    let count = 0;
    for (const [key, value] of entries) {
      if (++count > MAX_ENTRIES) {
        this.#add(copy, "...", "[more]");
        break;
      }
      this.#add(
        copy,
        typeof key === "string" || typeof key === "number" ? String(key) : `[${typeof key}]`,
        value,
      );
    }
    return copy;
  }

  #add(copy: LogFields, key: string, value: unknown): void {
    const name = this.#text(key);
    const member = this.copy(value, name);
    if (member === undefined) return;
    if (name !== "__proto__") copy[name] = member;
    else
      Object.defineProperty(copy, name, {
        value: member,
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }

  #text(text: string): string {
    const clean = this.#redactor.cleanText(text);
    const room = Math.min(MAX_TEXT, this.#room);
    this.#room -= Math.min(clean.length, room);
    return clean.length <= room ? clean : `${clean.slice(0, room)}[${clean.length - room} more characters]`;
  }
}

function* take(items: Iterable<unknown>): Generator<unknown> {
  let count = 0;
  for (const item of items) {
    if (count++ >= MAX_ENTRIES) return;
    yield item;
  }
}
