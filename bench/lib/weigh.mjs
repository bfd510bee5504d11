import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";

/** What a dynamic import brings when a route has a schema. */
const forSchemas = /engine\/contract\.[jt]s$/;

/**
 * What an app weighs as one minified file, for a platform without Node's modules:
 * - `entry`: what is there before the first request. What `import()` brings is left out.
 * - `withSchemas`: the same with what routes that have schemas load when the app is ready.
 * - `whole`: everything that could ever be loaded, the documentation page included, as from a bundler that splits nothing.
 */
export async function weigh(input, resolve = {}) {
  return {
    entry: await sizeOf(input, resolve, () => false),
    withSchemas: await sizeOf(input, resolve, (specifier) => forSchemas.test(specifier)),
    whole: await sizeOf(input, resolve, () => true),
  };
}

/** @param loads whether the module that a dynamic import names is part of it */
async function sizeOf(input, resolve, loads) {
  const leaveOut = {
    name: "leave-out",
    async resolveDynamicImport(specifier, importer) {
      if (typeof specifier !== "string") return null;
      const module = await this.resolve(specifier, importer);
      return module === null || loads(module.id) ? module : { id: specifier, external: true };
    },
  };
  const bundle = await rolldown({ input, platform: "browser", resolve, plugins: [leaveOut] });
  const { output } = await bundle.generate({ format: "esm", minify: true, codeSplitting: false });
  await bundle.close();
  const code = Buffer.from(output[0].code);
  return { minified: code.length, gzip: gzipSync(code, { level: 9 }).length };
}
