import fc from "fast-check";

const codePoint = fc
  .integer({ min: 0, max: 0x10ffff - 0x800 })
  // beside the surrogates, which are no characters
  .map((number) => String.fromCodePoint(number < 0xd800 ? number : number + 0x800));

/** Text of any characters. fast-check's own `unit: "binary"` says the same, and takes a second to be made. */
export const anyText = (constraints: fc.StringSharedConstraints = {}): fc.Arbitrary<string> =>
  fc.string({ ...constraints, unit: codePoint });
