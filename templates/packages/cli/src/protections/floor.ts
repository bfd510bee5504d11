import type { Manager } from "../project/manager.ts";
import { type DataValue, valueAt } from "../syntax/data.ts";
import type { Finding } from "../verify/gate.ts";

/** The versions of each manager that hold both protections, as measured: docs/package-managers.md of create-daloy. */
const sound: Readonly<Record<Manager, string>> = {
  npm: ">=11.10.0",
  pnpm: ">=10.17.0 <11.0.0 || >=11.0.9 <12.0.0 || >=12.3.0",
  yarn: ">=4.10.0",
  bun: ">=1.3.0",
  deno: ">=2.6.0",
};

/** A version of the manager that the manifest pins, when it does not hold the protections. A range pins none. */
export async function unsoundManager(
  manager: Manager,
  manifest: DataValue,
): Promise<Pick<Finding, "file" | "line" | "rule" | "message" | "fix">[]> {
  const pins = [
    valueAt(manifest, "packageManager"),
    valueAt(manifest, "devEngines", "packageManager", "version"),
  ];
  const { satisfies } = await import("../third-party/semver.ts");
  return pins.flatMap((pin) => {
    const [version] = /\d+\.\d+\.\d+$/.exec(pin?.text?.replace(/\+.*$/, "") ?? "") ?? [];
    if (pin === undefined || version === undefined || /[\^~<>|*\s]/.test(pin.text ?? "")) return [];
    if (satisfies(version, sound[manager])) return [];
    const message = `${manager} ${version} does not hold back fresh releases.`;
    const fix = `Pin a version that does: ${sound[manager]}.`;
    return [{ file: "package.json", line: pin.line, rule: "manager-too-old", message, fix }];
  });
}
