import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createLogger, type LoggerOptions } from "../../../../templates/packages/core/src/logging/logger.ts";

type Line = Record<string, unknown>;

function capture(options: LoggerOptions = {}) {
  const raw: string[] = [];
  const logger = createLogger({
    level: "trace",
    now: () => 1000,
    write: (line) => raw.push(line),
    ...options,
  });
  return { logger, raw, lines: () => raw.map((line) => JSON.parse(line) as Line) };
}

function logged(fields: object): Line {
  const { logger, lines } = capture();
  logger.info(fields);
  const [line = {}] = lines();
  const { level: _level, time: _time, ...rest } = line;
  return rest;
}

afterEach(() => vi.restoreAllMocks());

describe("lines", () => {
  test("a message, fields, and both", () => {
    const { logger, raw } = capture({ bindings: { app: "shop" } });
    logger.info("started");
    logger.warn({ port: 3000 });
    logger.error({ port: 3000 }, "busy");
    expect(raw).toEqual([
      '{"level":"info","time":1000,"msg":"started","app":"shop"}',
      '{"level":"warn","time":1000,"app":"shop","port":3000}',
      '{"level":"error","time":1000,"msg":"busy","app":"shop","port":3000}',
    ]);
  });

  test("children add to their parents' fields and win over them; a line's own fields win over both", () => {
    const { logger, lines } = capture({ bindings: { a: 1, b: 1, c: 1 } });
    const child = logger.child({ b: 2, c: 2 }).child({ d: 2 });
    child.info({ c: 3 });
    logger.info("x");
    expect(lines()[0]).toEqual({ level: "info", time: 1000, a: 1, b: 2, c: 3, d: 2 });
    expect(lines()[1]).toEqual({ level: "info", time: 1000, msg: "x", a: 1, b: 1, c: 1 });
  });

  test("an error in place of fields", () => {
    const { logger, lines } = capture();
    logger.error(new TypeError("broken"));
    logger.error(new TypeError("broken"), "while reading");
    expect(lines()[0]).toMatchObject({ msg: "broken", err: { name: "TypeError", message: "broken" } });
    expect(lines()[1]).toMatchObject({ msg: "while reading", err: { name: "TypeError" } });
  });

  test("levels below the least are one empty function", () => {
    const { logger, raw } = capture({ level: "warn" });
    let read = 0;
    const costly = Object.defineProperty({}, "x", { enumerable: true, get: () => ++read });
    for (const level of ["trace", "debug", "info", "warn", "error", "fatal"] as const) logger[level](costly);
    expect(raw).toHaveLength(3);
    expect(read).toBe(3);
    expect(logger.trace).toBe(logger.info);
    expect(logger.child({}).level).toBe("warn");
  });

  test("silent writes nothing, an unknown level throws", () => {
    const { logger, raw } = capture({ level: "silent" });
    logger.fatal("x");
    expect(raw).toEqual([]);
    expect(() => createLogger({ level: JSON.parse('"loud"') })).toThrow('unknown level "loud"');
  });

  test("reserved names cannot be overridden, nor a line be given the same name twice", () => {
    const { logger, raw } = capture({ bindings: { level: "fatal" } });
    logger.info({ level: "fatal", time: 0, msg: "forged", __proto__: null, app: 1 }, "real");
    expect(raw[0]).toBe(
      '{"level":"info","time":1000,"msg":"real","level_":"fatal","app":1,"time_":0,"msg_":"forged"}',
    );
  });

  test("a field named __proto__ is a field", () => {
    const { logger, raw } = capture();
    logger.info(JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(raw[0]).toBe('{"level":"info","time":1000,"__proto__":{"polluted":true}}');
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  test("by default they go to standard output", () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    createLogger().info("hello");
    expect(write).toHaveBeenCalledOnce();
    expect(write.mock.calls[0]?.[0]).toMatch(/^\{"level":"info","time":\d{13},"msg":"hello"\}\n$/);
  });

  test("and to the console on Workers", () => {
    vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
    const log = vi.spyOn(console, "log").mockReturnValue();
    createLogger().info("hello");
    vi.unstubAllGlobals();
    expect(log).toHaveBeenCalledOnce();
  });
});

describe("no value can forge a line", () => {
  test.each([
    "\n",
    "\r\n",
    "\u2028",
    "\u2029",
    "\u0000",
    "\u001b[2J",
    "\u009b2J",
    "\u007f",
    "\u202e",
    "\u2066",
    '"}\n{"level":"fatal"',
  ])("%j", (evil) => {
    const { logger, raw, lines } = capture();
    logger.info({ [`key${evil}`]: `value${evil}`, list: [evil] }, `msg${evil}`);
    expect(raw).toHaveLength(1);
    expect(raw[0]).toMatch(/^[ -~]*$/);
    expect(lines()[0]).toEqual({
      level: "info",
      time: 1000,
      msg: `msg${evil}`,
      [`key${evil}`]: `value${evil}`,
      list: [evil],
    });
  });
});

describe("values that JSON does not have", () => {
  test.each<[string, unknown, unknown]>([
    ["a BigInt", 12345678901234567890n, "12345678901234567890"],
    ["NaN", Number.NaN, "NaN"],
    ["Infinity", Number.NEGATIVE_INFINITY, "-Infinity"],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["an invalid date", new Date(Number.NaN), "Invalid Date"],
    ["a URL", new URL("https://example.com/a?b=1"), "https://example.com/a?b=1"],
    ["a RegExp", /a+/g, "/a+/g"],
    ["a symbol", Symbol("s"), "[symbol]"],
    ["a function", () => 1, "[function]"],
    ["null", null, null],
    [
      "a Map",
      new Map<unknown, unknown>([
        ["a", 1],
        [2, new Set([3])],
        [{}, 4],
      ]),
      { a: 1, 2: [3], "[object]": 4 },
    ],
    ["headers", new Headers({ accept: "*/*" }), { accept: "*/*" }],
    ["search parameters", new URLSearchParams("a=1"), { a: "1" }],
    ["undefined in a list", [undefined], [null]],
    ["a buffer", Buffer.from("private"), "[Buffer, 7 bytes]"],
    ["a typed array", new Uint16Array(2), "[Uint16Array, 4 bytes]"],
    ["an ArrayBuffer", new ArrayBuffer(8), "[ArrayBuffer, 8 bytes]"],
    ["a symbol key", { [Symbol("password")]: "x", a: 1 }, { a: 1 }],
    ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ["toJSON", { toJSON: () => ({ a: 1 }) }, { a: 1 }],
    [
      "toJSON that returns a document with toJSON",
      { toJSON: () => ({ a: 1, toJSON: () => "again" }) },
      { a: 1, toJSON: "[function]" },
    ],
  ])("%s", (_name, value, expected) => {
    expect(logged({ value })).toEqual({ value: expected });
  });

  test("undefined is left out", () => {
    expect(logged({ value: undefined })).toEqual({});
  });

  test("an error with its cause, code, fellow errors and own fields", () => {
    const error = new AggregateError([new RangeError("one")], "all failed", { cause: new TypeError("root") });
    Object.assign(error, { code: "E_ALL", status: 500, password: "hunter2" });
    expect(logged({ error })).toMatchObject({
      error: {
        name: "AggregateError",
        message: "all failed",
        stack: expect.stringContaining("AggregateError: all failed"),
        code: "E_ALL",
        cause: { name: "TypeError", message: "root" },
        errors: [{ name: "RangeError", message: "one" }],
        status: 500,
        password: "[redacted]",
      },
    });
  });
});

describe("hostile values", () => {
  const throws = () => {
    throw new Error("no");
  };
  const cycle: Record<string, unknown> = { a: 1 };
  cycle["self"] = cycle;
  const tangled = Array.from({ length: 6 }).reduce<unknown>((inside) => new Array(100).fill(inside), "x");

  test.each<[string, unknown, unknown]>([
    ["a cycle", cycle, { a: 1, self: "[circular]" }],
    [
      "a getter that throws",
      Object.defineProperty({ a: 1 }, "b", { enumerable: true, get: throws }),
      { a: 1, b: "[unreadable]" },
    ],
    ["toJSON that throws", { toJSON: throws }, "[unreadable]"],
    [
      "a proxy whose traps throw",
      new Proxy({}, { ownKeys: throws, getPrototypeOf: throws, get: throws, has: throws }),
      "[unreadable]",
    ],
    ["a revoked proxy", revoked(), "[unreadable]"],
    ["an iterator that throws", Object.assign(new Map([["a", 1]]), { entries: throws }), "[unreadable]"],
  ])("%s", (_name, value, expected) => {
    expect(logged({ value, after: 1 })).toEqual({ value: expected, after: 1 });
  });

  test("toJSON that returns itself or a new one for ever", () => {
    const self = { a: 1, toJSON: () => self };
    const endless = (): object => ({ toJSON: endless, inside: { toJSON: endless } });
    expect(logged({ self })).toEqual({ self: { a: 1, toJSON: "[function]" } });
    expect(JSON.stringify(logged({ value: endless() })).length).toBeLessThan(10_000);
  });

  test("depth, width, number and length are bounded", () => {
    const size = (value: unknown) => JSON.stringify(logged({ value })).length;
    let deep: unknown = "x";
    for (let i = 0; i < 10_000; i++) deep = { deep };
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]));
    expect(JSON.stringify(logged({ deep }))).toContain('"deep":"[truncated]"');
    expect(logged({ wide })["wide"]).toMatchObject({ k99: 99, "...": "[9900 more]" });
    expect(logged({ list: new Array(10_000).fill(0) })["list"]).toHaveLength(101);
    expect(logged({ set: new Set(Object.keys(wide)) })["set"]).toContain("[9900 more]");
    expect(logged({ map: new Map(Object.entries(wide)) })["map"]).toMatchObject({ k99: 99, "...": "[more]" });
    expect(logged({ text: "x".repeat(1_000_000) })["text"]).toBe(
      `${"x".repeat(10_000)}[990000 more characters]`,
    );
    expect(size(tangled)).toBeLessThan(50_000);
    expect(size(new Array(100).fill("x".repeat(1_000_000)))).toBeLessThan(110_000);
  });

  test("nothing is thrown into the caller, whatever write or the clock does", () => {
    for (const options of [{ write: throws }, { now: throws }]) {
      const logger = createLogger({ write: () => {}, ...options });
      expect(() => logger.info("x")).not.toThrow();
    }
    const { logger } = capture();
    expect(() => logger.child(revoked()).info("x")).not.toThrow();
    expect(() => logger.info(JSON.parse("null"))).not.toThrow();
    expect(() => logger.info(JSON.parse("5"), JSON.parse("{}"))).not.toThrow();
  });

  function revoked(): object {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  }
});

test("any value makes one valid line, and the caller's object stays as it was", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withTypedArray: true,
    withSparseArray: true,
  });
  fc.assert(
    fc.property(anything, (value) => {
      const { logger, raw } = capture();
      const before = fc.stringify(value);
      logger.info({ value }, "x");
      expect(raw).toHaveLength(1);
      expect(JSON.parse(raw[0] ?? "")).toMatchObject({ level: "info", msg: "x" });
      expect(fc.stringify(value)).toBe(before);
    }),
    { numRuns: 300 },
  );
});
