// Builds what create-daloy runs and ships. A part whose inputs did not change is skipped; runs at the same time wait.
import { bundle } from "./build/bundle.mjs";
import { withLock } from "./build/lock.mjs";
import { compilePackage } from "./build/package.mjs";
import { writeSbom } from "./build/sbom.mjs";
import { ifChanged } from "./build/stamp.mjs";
import { bundleThirdParty } from "./build/third-party.mjs";

const packages = ["core", "cli"];

try {
  await withLock(build);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function build() {
  // Before the bundle, because the packages' own output is among what a project vendors.
  for (const name of packages) {
    const root = `templates/packages/${name}`;
    const inputs = [
      `${root}/src`,
      `${root}/tsconfig.json`,
      `${root}/package.json`,
      "tsconfig.base.json",
      "package-lock.json",
    ];
    const outputs = [`${root}/dist`, `${root}/sbom.cdx.json`];
    await ifChanged(name, { inputs, outputs }, async () => {
      await compilePackage(root);
      await writeSbom(root, await bundleThirdParty(root));
    });
  }
  const outputs = ["dist/create-daloy.js", "dist/THIRD-PARTY-LICENSES.txt"];
  await ifChanged(
    "bundle",
    { inputs: ["src", "templates/packages/cli/data", "package.json", "package-lock.json"], outputs },
    bundle,
  );
}
