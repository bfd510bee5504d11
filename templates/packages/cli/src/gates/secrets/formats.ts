import { isPlaceholder } from "./placeholder.ts";

export interface FoundSecret {
  readonly line: number;
  readonly rule: "credential" | "url-password" | "assigned";
  /** What it is, without it. */
  readonly what: string;
}

/** How issuers write their credentials. The first group, where there is one, is the credential. */
const formats: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["A private key", /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\\n|\s)+[A-Za-z0-9+/=:\s\\-]{40}/g],
  ["An AWS access key", /\b((?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\b/g],
  ["A GitHub token", /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})\b/g],
  ["A GitLab token", /\b(gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat)-[\w-]{20,})/g],
  ["An npm token", /\b(npm_[A-Za-z0-9]{36})\b/g],
  ["A registry token", /_(?:authToken|auth|password)\s*=\s*["']?([^\s"'${}]{16,})/g],
  ["A Slack token", /\b(xox[abeoprs]-(?:\d+-)+[\w-]{10,}|xapp-\d-[\w-]{20,})/g],
  ["A Slack webhook", /(hooks\.slack\.com\/(?:services|workflows)\/T\w{6,}\/[AB]\w{6,}\/\w{16,})/g],
  ["A Stripe key", /\b((?:sk|rk)_live_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/]{32,})/g],
  ["A Google API key", /\b(AIza[\w-]{35})\b/g],
  ["A Google OAuth secret", /\b(GOCSPX-[\w-]{28})/g],
  ["An OpenAI key", /\b(sk-(?:proj|svcacct|admin)-[\w-]{40,}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20})/g],
  ["An Anthropic key", /\b(sk-ant-(?:api|admin)\d\d-[\w-]{40,})/g],
  ["A SendGrid key", /\b(SG\.[\w-]{20,24}\.[\w-]{39,50})/g],
  ["A Twilio key", /\b(SK[0-9a-f]{32})\b/g],
  ["A Mailgun key", /\b(key-[0-9a-f]{32})\b/g],
  ["A DigitalOcean token", /\b(do[oprt]_v1_[0-9a-f]{64})\b/g],
  ["A Hugging Face token", /\b(hf_[A-Za-z]{34})\b/g],
  ["A PyPI token", /\b(pypi-AgE[\w-]{50,})/g],
  ["A Shopify token", /\b(shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32})\b/g],
  ["A Databricks token", /\b(dapi[0-9a-f]{32})\b/g],
  ["A Vault token", /\b(hv[sbr]\.[\w-]{24,})/g],
  ["An age key", /\b(AGE-SECRET-KEY-1[0-9A-Z]{58})\b/g],
  ["A Telegram bot token", /\b(\d{8,10}:AA[\w-]{33})(?![\w-])/g],
  ["An Azure storage key", /AccountKey=([A-Za-z0-9+/]{86}==)/g],
  ["A Discord webhook", /(discord(?:app)?\.com\/api\/webhooks\/\d{17,}\/[\w-]{60,})/g],
  ["A Linear key", /\b(lin_api_[A-Za-z0-9]{40})\b/g],
  ["A Docker token", /\b(dckr_pat_[\w-]{20,})/g],
];

const urlWithPassword = /\b[a-z][a-z\d+.-]*:\/\/[^\s:/?#@"'`]+:([^\s:/?#@"'`]{3,})@[\w.[\]-]+/gi;

/** The credentials in a text that are known by how they are written. */
export function credentialsIn(text: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const [what, pattern] of formats) {
    for (const match of text.matchAll(pattern)) {
      if (isPlaceholder(match[1] ?? match[0])) continue;
      found.push({ line: lineAt(text, match.index), rule: "credential", what });
    }
  }
  for (const match of text.matchAll(urlWithPassword)) {
    const password = match[1] ?? "";
    if (isPlaceholder(password) || isUsual(password) || /[${}<>%]/.test(password)) continue;
    found.push({ line: lineAt(text, match.index), rule: "url-password", what: "A password in a URL" });
  }
  return found;
}

/** What a database on a developer's own machine is started with. */
const isUsual = (password: string): boolean =>
  /^(?:postgres|root|admin|user|guest|test|dev|password\d*|pass|pwd|secret|mysql|redis)$/i.test(password);

export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < index; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
