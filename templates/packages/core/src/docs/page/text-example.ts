import { type Json, numberOf, textOf } from "./json.ts";
import { patternExample } from "./pattern-example.ts";

/** The first is meant; the others are for patterns that are narrower than the format. */
const formats: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    "date-time": [
      "2026-01-31T09:30:00Z",
      "2026-01-31T09:30:00",
      "2026-01-31T09:30:00.000Z",
      "2026-01-31T09:30Z",
    ],
    date: ["2026-01-31"],
    time: ["09:30:00Z", "09:30:00", "09:30"],
    duration: ["PT15M"],
    email: ["ada@example.com"],
    "idn-email": ["ada@example.com"],
    hostname: ["example.com"],
    ipv4: ["192.0.2.1"],
    ipv6: ["2001:db8::1"],
    uri: ["https://example.com/"],
    url: ["https://example.com/"],
    "uri-reference": ["/books/1"],
    iri: ["https://example.com/"],
    uuid: ["3f2c8a4e-9b1d-4c7a-8e5f-6d0b2a1c9e73"],
    guid: ["3f2c8a4e-9b1d-4c7a-8e5f-6d0b2a1c9e73"],
    byte: ["aGVsbG8="],
    base64: ["aGVsbG8="],
    base64url: ["aGVsbG8"],
    ulid: ["01HZX3N9T5K2M8Q4R6V7W0Y1ZB"],
    cuid2: ["tz4a98xxat96iws9zmbrgj3a"],
    cidrv4: ["192.0.2.0/24"],
    cidrv6: ["2001:db8::/32"],
    "json-pointer": ["/name"],
    regex: ["^[a-z]+$"],
    password: ["correct horse battery staple"],
  }),
);

/** A string that a string schema accepts, as far as its format, pattern and length tell. */
export function textExample(schema: Json, fallback: string, index: number): string {
  const pattern = textOf(schema["pattern"]);
  const known = formats.get(textOf(schema["format"])) ?? [];
  const made = pattern === "" ? undefined : patternExample(pattern);
  const candidates = [...known, fallback, made]
    .filter((text) => text !== undefined)
    .map((text) => fit(text, schema));
  const plain = fit(index === 0 ? fallback : `${fallback} ${index + 1}`, schema);
  if (pattern === "") return known.length === 0 ? plain : (candidates[0] ?? plain);
  return candidates.find((text) => satisfies(text, pattern)) ?? plain;
}

function satisfies(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return false;
  }
}

function fit(text: string, schema: Json): string {
  const least = Math.min(numberOf(schema["minLength"]) ?? 0, 10_000);
  const most = numberOf(schema["maxLength"]) ?? Number.POSITIVE_INFINITY;
  const padded = text.length < least ? text.padEnd(least, text === "" ? "a" : text) : text;
  return padded.length > most ? padded.slice(0, Math.max(0, most)).trimEnd().padEnd(least, "a") : padded;
}
