/** Whether text is an address range: all that an app's own options need to know while it is constructed. */

const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const v4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);
const groups = "(?:[\\da-f]{1,4}(?::[\\da-f]{1,4})*)?";
const v6 = new RegExp(`^${groups}(?:::${groups})?$`, "i");

/** Says of the same texts yes for which `parseCidr` has a range, without being able to match anything. */
export function isCidr(text: string): boolean {
  const [address = "", prefix = "0", more] = text.split("/");
  const width = v4.test(address) ? 32 : isV6(address) ? 128 : -1;
  return more === undefined && /^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= width;
}

/** What names each entry that is neither an address nor a range. */
export function cidrFault(texts: readonly string[]): TypeError {
  const list = texts.map((text) => JSON.stringify(text)).join(", ");
  return new TypeError(
    `Not an IP address or CIDR range: ${list}. Write them as "10.0.0.0/8", "2001:db8::/32" or "192.0.2.7".`,
  );
}

function isV6(text: string): boolean {
  const plain = text.replace(/[^:]+$/, (last) => (v4.test(last) ? "0:0" : last));
  const count = plain.split(":").filter((group) => group !== "").length;
  // "::" stands for at least one group of zeros
  return v6.test(plain) && (plain.includes("::") ? count < 8 : count === 8);
}
