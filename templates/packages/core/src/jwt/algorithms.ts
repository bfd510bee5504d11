/** The signature algorithms of RFC 7518 §3 and RFC 8037 §3.1, as data. `none` is not among them. */

interface Common {
  /** The parameters that bind a key to this algorithm when it is imported. */
  readonly keyParams: { readonly name: string; readonly hash?: string; readonly namedCurve?: string };
  /** The parameters of signing and verifying. */
  readonly operation: { readonly name: string; readonly hash?: string; readonly saltLength?: number };
}

interface HmacAlgorithm extends Common {
  readonly kty: "oct";
  /** Also the least length of a key (RFC 7518 §3.2). */
  readonly signatureBytes: number;
}

interface RsaAlgorithm extends Common {
  readonly kty: "RSA";
  /** As long as the modulus. */
  readonly signatureBytes?: never;
}

interface CurveAlgorithm extends Common {
  readonly kty: "EC" | "OKP";
  readonly crv: string;
  readonly coordinateBytes: number;
  readonly signatureBytes: number;
}

type Specification = HmacAlgorithm | RsaAlgorithm | CurveAlgorithm;

const hmac = (bits: number): HmacAlgorithm => ({
  kty: "oct",
  keyParams: { name: "HMAC", hash: `SHA-${bits}` },
  operation: { name: "HMAC" },
  signatureBytes: bits / 8,
});

const pkcs1 = (bits: number): RsaAlgorithm => ({
  kty: "RSA",
  keyParams: { name: "RSASSA-PKCS1-v1_5", hash: `SHA-${bits}` },
  operation: { name: "RSASSA-PKCS1-v1_5" },
});

const pss = (bits: number): RsaAlgorithm => ({
  kty: "RSA",
  keyParams: { name: "RSA-PSS", hash: `SHA-${bits}` },
  operation: { name: "RSA-PSS", saltLength: bits / 8 },
});

/** @param coordinateBytes a signature is `r` and `s`, each of that length (RFC 7518 §3.4) */
const ecdsa = (bits: number, crv: string, coordinateBytes: number): CurveAlgorithm => ({
  kty: "EC",
  crv,
  coordinateBytes,
  keyParams: { name: "ECDSA", namedCurve: crv },
  operation: { name: "ECDSA", hash: `SHA-${bits}` },
  signatureBytes: 2 * coordinateBytes,
});

const ed25519: CurveAlgorithm = {
  kty: "OKP",
  crv: "Ed25519",
  coordinateBytes: 32,
  keyParams: { name: "Ed25519" },
  operation: { name: "Ed25519" },
  signatureBytes: 64,
};

const table = {
  HS256: hmac(256),
  HS384: hmac(384),
  HS512: hmac(512),
  RS256: pkcs1(256),
  RS384: pkcs1(384),
  RS512: pkcs1(512),
  PS256: pss(256),
  PS384: pss(384),
  PS512: pss(512),
  ES256: ecdsa(256, "P-256", 32),
  ES384: ecdsa(384, "P-384", 48),
  ES512: ecdsa(512, "P-521", 66),
  EdDSA: ed25519,
} as const satisfies Record<string, Specification>;

/** A signature algorithm by its name in the header; `EdDSA` is Ed25519. */
export type JwtAlgorithm = keyof typeof table;

/** The algorithms that a public JWK Set can be verified with. */
export type AsymmetricJwtAlgorithm = Exclude<JwtAlgorithm, "HS256" | "HS384" | "HS512">;

export type Algorithm = Specification & { readonly name: JwtAlgorithm };

const registry: ReadonlyMap<string, Algorithm> = new Map(
  Object.entries(table).map(([name, entry]) => [name, { ...entry, name: name as JwtAlgorithm }]),
);

/** The algorithms that tokens may use. The header's `alg` only ever chooses among these. */
export type AllowedAlgorithms = ReadonlyMap<string, Algorithm>;

/** @throws TypeError for a name that is no signature algorithm */
export function findAlgorithm(owner: string, name: string): Algorithm {
  const algorithm = registry.get(name);
  if (algorithm) return algorithm;
  throw new TypeError(
    `${owner}: ${JSON.stringify(name)} is no signature algorithm. Known are ${[...registry.keys()].join(", ")}.`,
  );
}

/**
 * @throws TypeError when the list is missing or empty, names something that is no signature algorithm, or symmetric ones
 * beside asymmetric ones: with both, a public key could pass for a shared secret (RFC 8725 §2.1)
 */
export function allowAlgorithms(owner: string, names: readonly string[]): AllowedAlgorithms {
  if (!Array.isArray(names) || names.length === 0) {
    throw new TypeError(
      `${owner}: algorithms must list what your tokens are signed with, such as ["RS256"].`,
    );
  }
  const allowed = new Map(names.map((name: string) => [name, findAlgorithm(owner, name)]));
  const symmetric = [...allowed.values()].filter(({ kty }) => kty === "oct").length;
  if (symmetric > 0 && symmetric < allowed.size) {
    throw new TypeError(
      `${owner}: algorithms mixes symmetric (HS*) with asymmetric ones, which lets a public key pass for a shared secret. Allow one kind.`,
    );
  }
  return allowed;
}
