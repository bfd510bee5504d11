/** What a package says of its license: an expression of SPDX, one identifier, or words that are neither. */
export type LicenseWords =
  | { readonly id: string }
  | { readonly expression: string }
  | { readonly name: string };

export async function readLicense(text: string): Promise<LicenseWords> {
  const { parseExpression } = await import("../third-party/spdx-expression-parse.ts");
  try {
    const parsed = parseExpression(text);
    const isOne = "license" in parsed && !("exception" in parsed) && !("plus" in parsed);
    return isOne && parsed.license === text ? { id: text } : { expression: text };
  } catch {
    return { name: text };
  }
}
