import { npmHighImpact, npmTopDependents } from "npm-high-impact";

const mostDownloaded = 8_000;

/** The names of packages that are downloaded much, or that many packages depend on, the most downloaded first. */
export function popularPackages() {
  const depended = new Set(npmTopDependents);
  const names = npmHighImpact.filter((name, rank) => rank < mostDownloaded || depended.has(name));
  return `${names.join("\n")}\n`;
}
