import { type Json, textOf } from "./json.ts";

/** What one security scheme asks the reader for. Kept in memory, gone with the page. */
export interface Credential {
  /** Token, API key or password. */
  secret: string;
  /** Of basic authentication. */
  username: string;
}

/** How a credential travels. */
export type CredentialKind = "bearer" | "basic" | "header" | "query" | "cookie" | "none";

export function credentialKind(scheme: Json): CredentialKind {
  const type = textOf(scheme["type"]);
  if (type === "http") {
    const name = textOf(scheme["scheme"]).toLowerCase();
    return name === "basic" ? "basic" : name === "bearer" ? "bearer" : "none";
  }
  if (type === "apiKey") {
    const place = textOf(scheme["in"]);
    return place === "header" || place === "query" || place === "cookie" ? place : "none";
  }
  return type === "oauth2" || type === "openIdConnect" ? "bearer" : "none";
}

/** RFC 7617 with UTF-8. */
export function basicValue({ username, secret }: Credential): string {
  const bytes = new TextEncoder().encode(`${username}:${secret}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}`;
}

const shared = new Map<string, Credential>();

/** The credential of a scheme, the same one for every operation. */
export function credentialOf(scheme: string): Credential {
  const known = shared.get(scheme);
  if (known) return known;
  const fresh: Credential = { secret: "", username: "" };
  shared.set(scheme, fresh);
  return fresh;
}

/** The same for the eye: that there is a secret, not which, and where none is given yet that one is needed. */
export function maskedCredentialOf(scheme: string): Credential {
  const { secret, username } = credentialOf(scheme);
  return { secret: secret === "" ? "YOUR_SECRET" : "•".repeat(12), username };
}
