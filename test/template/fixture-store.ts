import type { SecretSource } from "../../src/template/env-file.ts";
import type { Layer, LayerStore } from "../../src/template/load.ts";
import { defaultAnswers } from "../support/settings.ts";

export const answers = { ...defaultAnswers, docker: false };

/** GitHub's own `{{ … }}`, which is no token of ours. */
export const githubExpression = "$".concat("{{ matrix.os }}");

/** Secrets that a test can recognise, and that are never the same twice. */
export function countingSecrets(): SecretSource {
  let count = 0;
  return {
    token: () => `token-${++count}`,
    keyPair: () => ({ publicJwk: { x: `key-${++count}` }, privateJwk: { x: `key-${count}`, d: "private" } }),
  };
}

export function layer(files: Record<string, string | Uint8Array>): Layer {
  return new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === "string" ? Buffer.from(content) : content,
    ]),
  );
}

/** A store with every layer that `answers` needs: all empty but for the given files. */
export function storeOf(
  layers: Record<string, Record<string, string | Uint8Array>>,
  vendor: Layer = new Map(),
): LayerStore {
  const names = [
    "app",
    "auth/jwt",
    "auth/bearer",
    "rate-limit/memory",
    "rate-limit/redis",
    "example",
    "starter",
    "runtime/node",
    "package-manager/npm",
    "package-manager/pnpm",
    "ci/github",
    "ci/github-npm",
    "ci/github-pnpm",
  ];
  return {
    version: "1.2.3",
    vendor,
    layers: new Map(names.map((name) => [name, layer(layers[name] ?? {})])),
  };
}

/** A small project's layers, with each kind of file in them. */
export function smallStore(): LayerStore {
  return storeOf(
    {
      app: {
        "package.json":
          '{"name":"{{name}}","scripts":{"dev":"daloy dev"},"dependencies":{"zod":"4.0.0"},"type":"module"}',
        "README.md": "# {{name}}\n\nRun `{{packageManager}} run dev`.\n",
        ".gitignore": "node_modules/\n",
        ".env.example": [
          "# How forwarded headers are trusted.",
          "# TRUST_PROXY=hops:1",
          "",
          "# secret: what a client sends to write",
          "API_WRITE_TOKEN=",
          "PORT=3000",
          "",
        ].join("\n"),
        ".github/workflows/verify.yml": "on: push\njobs:\n  a:\n    runs-on: ".concat(githubExpression, "\n"),
        "src/app.ts": "export const text = `{{not a token}}`;\n",
        "src/project.ts": 'export const name = "{{name}}";\n',
        "logo.png": new Uint8Array([0x89, 0x50, 0, 0xff, 0x0d, 0x0a]),
      },
      example: { "src/books.ts": "export {};\n" },
      starter: { "src/hello.ts": "export {};\n" },
      "runtime/node": {
        "package.json":
          '{"engines":{"node":">=20"},"dependencies":{"@daloyjs/core":"file:vendor/daloyjs-core"}}',
        "scripts/start.sh": "#!/bin/sh\nexec node build/main.js\n",
      },
      "package-manager/npm": { ".npmrc": "min-release-age=1\n", ".gitignore": "*.log\n" },
      "package-manager/pnpm": { "pnpm-workspace.yaml": 'packages: ["."]\n' },
    },
    layer({
      "vendor/daloyjs-core/README.md": "{{name}}\r\n",
      "vendor/daloyjs-core/dist/index.js": "export {};\n",
    }),
  );
}
