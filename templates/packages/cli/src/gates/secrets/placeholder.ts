const placeholders =
  /example|placeholder|change-?_?me|changeit|replace|insert|your[-_ ]?|dummy|sample|fake|redacted|x{4,}|\*{3,}|\.{3}|…|0{8}|1234567|abcdef(?:gh|0)|deadbeef|todo|<|\{\{|\$\{|not-?_?a-?_?(?:real|secret)|insecure|dev-only/i;

/** The value stands where a real one belongs. */
export const isPlaceholder = (value: string): boolean => placeholders.test(value) || new Set(value).size < 5;

const leastLength = 16;
const leastBits = 3.2;

/** The value looks as if a generator made it. */
export function looksRandom(value: string): boolean {
  if (value.length < leastLength || /\s/.test(value) || isPlaceholder(value)) return false;
  // Words with something between, paths, URLs, versions, and patterns.
  if (/^[a-z]+\d{0,2}(?:[-_.:/@]+[a-z]+\d{0,2})*$/i.test(value) || /^[A-Z]+(?:_[A-Z\d]+)*$/.test(value))
    return false;
  if (/^(?:[a-z]+:\/\/|\.{0,2}\/|\^|\[|\()/i.test(value) || /[\\()|]/.test(value)) return false;
  if (!/\d/.test(value) || !/[a-z]/i.test(value)) return /^\d{20,}$/.test(value);
  return bitsPerCharacter(value) >= leastBits;
}

/** Shannon's entropy. */
function bitsPerCharacter(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}
