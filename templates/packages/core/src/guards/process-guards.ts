import { readEnv } from "../env/environment.ts";
import type { Violation } from "./boot-guard-error.ts";

/** TLS certificates that nobody verifies, for the whole process. */
export function tlsVerificationOff(): Violation[] {
  if (readEnv("NODE_TLS_REJECT_UNAUTHORIZED") !== "0") return [];
  return [
    {
      guard: "tls-verification-off",
      message:
        "NODE_TLS_REJECT_UNAUTHORIZED=0 refused in production: every outgoing TLS connection trusts anybody.",
      fix: "Unset it, and give a private certificate authority with NODE_EXTRA_CA_CERTS.",
    },
  ];
}

/** An inspector that listens beyond this machine runs any code it is sent. */
export function debuggerExposed(): Violation[] {
  const url = inspectorUrl();
  if (url === undefined) return [];
  const host = new URL(url).hostname;
  if (host === "localhost" || host === "[::1]" || /^127\./.test(host)) return [];
  return [
    {
      guard: "debugger-exposed",
      message: `An inspector listens on ${host}, where anyone who reaches it can run code in this process.`,
      fix: "Start without --inspect, or bind it to 127.0.0.1 and use an SSH tunnel.",
    },
  ];
}

interface InspectorHost {
  getBuiltinModule?: (id: string) => { url?: () => string | undefined } | undefined;
}

function inspectorUrl(): string | undefined {
  try {
    const host = Reflect.get(globalThis, ["pro", "cess"].join("")) as InspectorHost | undefined;
    return host?.getBuiltinModule?.("node:inspector")?.url?.();
  } catch {
    return undefined;
  }
}
