/**
 * Orders two versions as semver does: by their three numbers, then a prerelease before its release.
 *
 * @returns Less than 0 when `a` is older.
 */
export function compareReleases(a: string, b: string): number {
  const [left, right] = [parse(a), parse(b)];
  for (const [index, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.tags.length === 0 || right.tags.length === 0) return right.tags.length - left.tags.length;
  for (let index = 0; index < Math.max(left.tags.length, right.tags.length); index += 1) {
    const difference = compareTags(left.tags[index], right.tags[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function parse(version: string): { numbers: number[]; tags: string[] } {
  const dash = version.indexOf("-");
  const release = dash === -1 ? version : version.slice(0, dash);
  return {
    numbers: release.split(".").map(Number),
    tags: dash === -1 ? [] : version.slice(dash + 1).split("."),
  };
}

function compareTags(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  const [isNumber, otherIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber && otherIsNumber) return Number(a) - Number(b);
  if (isNumber !== otherIsNumber) return isNumber ? -1 : 1;
  return a < b ? -1 : 1;
}
