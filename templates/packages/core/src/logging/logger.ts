import { type LogFields, toLogValue } from "./log-value.ts";
import { createRedactor, type RedactOptions, type Redactor } from "./redact.ts";
import { writeLine } from "./stdout.ts";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal";

/** Logs a message, or fields with or without one. An `Error` in place of fields is written as `err`. */
export interface LogMethod {
  (message: string): void;
  (fields: object, message?: string): void;
}

/** The shape that pino and others share, so that theirs can stand in. */
export interface Logger {
  readonly level: string;
  readonly trace: LogMethod;
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
  readonly fatal: LogMethod;
  /** A logger that adds these fields to each of its lines. */
  child(bindings: object): Logger;
}

export interface LoggerOptions {
  /** The least level that is written (default "info"); "silent" writes nothing. */
  readonly level?: LogLevel | "silent" | undefined;
  /** Fields on every line. */
  readonly bindings?: object | undefined;
  /**
   * Takes one line of JSON without its line feed (default: standard output, or the console where there is
   * none).
   */
  readonly write?: ((line: string) => void) | undefined;
  readonly redact?: RedactOptions | undefined;
  /** Milliseconds since the epoch (default `Date.now`). */
  readonly now?: (() => number) | undefined;
}

/**
 * A logger that writes one JSON object per line: `{"level":"info","time":<ms>,"msg":…,…}`.
 *
 * Fields are copied, never changed, and redacted (see {@link createRedactor}). It never throws into the
 * caller, whatever it is given and whatever `write` does. Control characters, line separators and text
 * direction controls are escaped, so that no value can forge a line. A field named `level`, `time` or `msg`
 * is written with a `_` after its name. Below its level a method is an empty function.
 *
 * @throws TypeError when `level` is unknown
 */
export function createLogger(options: LoggerOptions = {}): Logger {
  const { level = "info", bindings = {}, write = writeLine, redact, now = Date.now } = options;
  if (level !== "silent" && !levels.includes(level)) {
    throw new TypeError(
      `createLogger(): unknown level "${level}"; use one of ${levels.join(", ")} or silent.`,
    );
  }
  const redactor = createRedactor(redact);
  return buildLogger({ level, write, now, redactor, bindings: fieldsOf(bindings, redactor) });
}

interface LoggerState {
  readonly level: LogLevel | "silent";
  readonly write: (line: string) => void;
  readonly now: () => number;
  readonly redactor: Redactor;
  readonly bindings: LogFields;
}

function buildLogger(state: LoggerState): Logger {
  const least = state.level === "silent" ? levels.length : levels.indexOf(state.level);
  const method = (level: LogLevel): LogMethod =>
    levels.indexOf(level) < least
      ? disabled
      : (first: string | object, message?: string) => log(state, level, first, message);
  return {
    level: state.level,
    trace: method("trace"),
    debug: method("debug"),
    info: method("info"),
    warn: method("warn"),
    error: method("error"),
    fatal: method("fatal"),
    child: (bindings) =>
      buildLogger({ ...state, bindings: { ...state.bindings, ...fieldsOf(bindings, state.redactor) } }),
  };
}

function log(state: LoggerState, level: LogLevel, first: unknown, message: unknown): void {
  try {
    const fields = typeof first === "object" && first !== null ? fieldsOf(first, state.redactor) : {};
    const text = typeof first === "object" && first !== null ? (message ?? messageOf(first)) : first;
    const line: LogFields = { level, time: state.now() };
    if (text !== undefined) line["msg"] = toLogValue(text, state.redactor);
    // Spread defines members; assigning could reach a `__proto__` setter.
    state.write(escapeLine(JSON.stringify({ ...line, ...state.bindings, ...fields })));
  } catch {
    // A logger that throws would turn a request that went well into one that failed.
  }
}

function fieldsOf(source: object, redactor: Redactor): LogFields {
  const copy = toLogValue(isError(source) ? { err: source } : source, redactor);
  if (typeof copy !== "object" || copy === null || Array.isArray(copy)) return { value: copy };
  for (const name of reserved) {
    const value = copy[name];
    if (value === undefined) continue;
    delete copy[name];
    copy[`${name}_`] = value;
  }
  return copy;
}

function messageOf(source: object): unknown {
  return isError(source) ? source.message : undefined;
}

/** A proxy may throw when it is asked what it is. */
function isError(value: object): value is Error {
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}

/** JSON leaves these as they are, but a terminal or a log viewer acts on them. */
function escapeLine(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function disabled(): void {}

const levels: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error", "fatal"];
const reserved = ["level", "time", "msg"];
