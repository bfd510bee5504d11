import { sensitiveAnywhere, sensitiveAtEnd, sensitiveWhole } from "./sensitive-names.ts";

export interface RedactOptions {
  /** More names to redact, on top of the built-in ones; case and separators do not matter. */
  readonly keys?: readonly string[] | undefined;
  /** What stands in for a value (default `[redacted]`). */
  readonly censor?: string | undefined;
}

/** Decides what must not reach a log. */
export interface Redactor {
  readonly censor: string;
  /** Whether the value under this name is to be replaced whole. */
  isSensitive(name: string): boolean;
  /** The text with the credentials inside it replaced. */
  cleanText(text: string): string;
}

/**
 * Two rules. By name: passwords, tokens, cookies, keys and the like are replaced whole. By form, inside any
 * text: `Bearer` and `Basic` credentials, JSON Web Tokens, the user information of a URL, and sensitive query
 * parameters. A bare secret under a harmless name has no form to go by, so it is not found.
 */
export function createRedactor({ keys = [], censor = "[redacted]" }: RedactOptions = {}): Redactor {
  const whole = new Set<string>([...sensitiveWhole, ...keys.map(normalise)]);
  const known = new Map<string, boolean>();

  function isSensitive(name: string): boolean {
    const seen = known.get(name);
    if (seen !== undefined) return seen;
    const plain = normalise(name);
    const sensitive =
      whole.has(plain) ||
      sensitiveAnywhere.some((part) => plain.includes(part)) ||
      sensitiveAtEnd.some((part) => plain.endsWith(part));
    // Names can come from outside: the memory of them is bounded.
    if (known.size >= MAX_KNOWN_NAMES) known.clear();
    known.set(name, sensitive);
    return sensitive;
  }

  function cleanText(text: string): string {
    if (text.length < SHORTEST_CREDENTIAL || !MAYBE_CREDENTIAL.test(text)) return text;
    return text
      .replace(USER_INFORMATION, () => `://${censor}@`)
      .replace(BEARER, (_match, scheme: string) => `${scheme} ${censor}`)
      .replace(BASIC, (_match, scheme: string) => `${scheme} ${censor}`)
      .replace(JSON_WEB_TOKEN, () => censor)
      .replace(QUERY_PARAMETER, (match, start: string, name: string) =>
        isSensitive(name) ? `${start}${name}=${censor}` : match,
      );
  }

  return { censor, isSensitive, cleanText };
}

function normalise(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

const MAX_KNOWN_NAMES = 1000;
/** `?pin=1` */
const SHORTEST_CREDENTIAL = 6;

// Each pattern begins with a literal and cannot restart inside its own match, so that all are linear in
// hostile text.
const MAYBE_CREDENTIAL = /:\/\/|bearer|basic|eyJ|[?&]/i;
const USER_INFORMATION = /:\/\/[^\s/?#]*@/g;
const BEARER = /\b(Bearer)\s+(?!(?:tokens?|auth\w*|scheme|challenge|credentials?|realm)\b)[\w.~+/=-]+/gi;
const BASIC = /\b(Basic|basic|BASIC)\s+(?![Aa]uth)(?=[A-Za-z+/]*[\dA-Z=])[A-Za-z0-9+/]{4,}={0,2}/g;
const JSON_WEB_TOKEN = /(?<![\w-])eyJ[\w-]{6,}\.(?:[\w-]{6,}(?:\.[\w-]*)*|(?:\.[\w-]*)+)/g;
const QUERY_PARAMETER = /([?&])([\w.~-]{1,64})=[^\s&#"'<>]*/g;
