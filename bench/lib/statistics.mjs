/** The value at quantile `q` (0 to 1), linear between neighbours. Throws a `RangeError` when there is none. */
export function quantile(values, q) {
  if (values.length === 0) throw new RangeError("There is no quantile of nothing.");
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

export const median = (values) => quantile(values, 0.5);

/**
 * How `costs` compare with the `floor` costs of the same rounds: 1 is equal, lower is more expensive.
 * Each round is compared with itself first, so that what slows the machine for a while cancels out.
 */
export function ratioToFloor(floor, costs) {
  const ratios = costs.map((cost, round) => floor[round] / cost);
  return { median: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}
