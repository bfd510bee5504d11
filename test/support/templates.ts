import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const smoke = `
const checks = ["boots", "refuses a weak secret"].map((name) => ({ name, ok: true, ms: 5, detail: "" }));
for (const check of checks) process.stderr.write(JSON.stringify({ check }) + "\\n");
process.stdout.write(JSON.stringify({ schema: 1, ok: true, checks }));
`;

const manifest = (name: string) =>
  JSON.stringify({ name, version: "1.0.0-beta.0", type: "module", files: ["dist"] });

const files: Readonly<Record<string, string>> = {
  "app/package.json": JSON.stringify({
    name: "{{name}}",
    private: true,
    type: "module",
    scripts: { build: 'node -e ""' },
    dependencies: { "@daloyjs/cli": "file:vendor/daloyjs-cli" },
  }),
  "app/_env.example": "# secret: signs tokens\nJWT_SECRET=\n# TRUST_PROXY=loopback\n",
  "app/src/app.ts": "export const app = 1;\n",
  "auth/jwt/src/auth.ts": "export const auth = 1;\n",
  "auth/bearer/src/auth.ts": "export const auth = 2;\n",
  "rate-limit/memory/src/rate-limit.ts": "export const rateLimit = 1;\n",
  "rate-limit/redis/src/rate-limit.ts": "export const rateLimit = 2;\n",
  "example/src/books.ts": "export const books = [];\n",
  "starter/src/hello.ts": "export const hello = 1;\n",
  "runtime/node/src/main.ts": "console.log(1);\n",
  "package-manager/npm/_npmrc": "ignore-scripts=true\n",
  "package-manager/pnpm/pnpm-workspace.yaml": 'packages: ["."]\n',
  "ci/github/_github/CODEOWNERS": "* @owner\n",
  "ci/github-npm/_github/dependabot.yml": "version: 2\n",
  "ci/github-pnpm/_github/dependabot.yml": "version: 2\n",
  "releases.json": JSON.stringify({ renames: [], optIns: [] }),
  "docker/shared/_dockerignore": "*\n",
  "docker/node/Dockerfile": "FROM node\n",
  "packages/core/package.json": manifest("@daloyjs/core"),
  "packages/core/dist/index.js": "export const core = 1;\n",
  "packages/cli/package.json": manifest("@daloyjs/cli"),
  "packages/cli/dist/daloy.js": smoke,
};

/** Writes layers that are small, and whose project needs no registry to install, build and pass its smoke test. */
export async function writeTemplates(root: string): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}
