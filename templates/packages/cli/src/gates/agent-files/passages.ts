/** A place in a text that speaks to agents behind the back of people. */
export interface Passage {
  readonly line: number;
  readonly rule: "hidden-instruction" | "instruction";
  readonly what: string;
}

const agentFile =
  /(?:^|\/)(?:agents|claude|gemini|copilot-instructions)(?:\.local)?\.md$|(?:^|\/)(?:llms(?:-full)?\.txt|\.(?:cursor|windsurf|cline|roo)rules)$|(?:^|\/)\.(?:cursor|windsurf|clinerules|roo|kiro|claude|gemini|github\/instructions|github\/prompts|github\/chatmodes)\/.+\.(?:mdc?|txt)$/i;

export const isAgentFile = (file: string): boolean => agentFile.test(file);
export const isProse = (file: string): boolean =>
  /\.(?:mdx?|mdc|markdown|txt|rst|adoc)$|(?:^|\/)readme[^/]*$/i.test(file);

/** What a reader of the rendered page does not see. */
const unseen: readonly RegExp[] = [
  /<!--(.*?)(?:-->|$)/gs,
  /^\[[^\]]*\]:\s*(?:#|<>)\s*["'(](.*?)["')]\s*$/gm,
  /<(\w+)\b[^>]*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*[01](?:px|em|pt)?\b|opacity\s*:\s*0(?:\.0+)?\s*[;"']|\bhidden\b(?=[\s>]))[^>]*>(.*?)<\/\1>/gis,
  /[^\S\n]{120,}(\S.*)$/gm,
];

const overriding =
  /\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|system|other|your)\b[^.\n]{0,20}\b(?:instructions?|prompts?|rules|messages?|directions)\b/i;
const secretive =
  /\b(?:do\s+not|don['’]?t|never|without)\s+(?:\w+\s+){0,2}(?:tell|telling|mention|mentioning|inform|informing|notify|notifying|show|showing|reveal|disclose|ask|asking|alert|alerting)\b(?:\s+\w+){0,4}?\s+(?:the\s+|any\s+)?(?:user|human|developer|reviewer|person|operator|maintainer)s?\b/i;
const piped =
  /\b(?:curl|wget|iwr|irm|Invoke-WebRequest)\b[^\n|;]*\|\s*(?:sudo\s+)?(?:\w*sh|node|python\d?|perl|iex|pwsh)\b/i;
const unleashed = /--dangerously-skip-permissions|--no-verify\b|--yolo\b|--dangerously-bypass-approvals/;
const carried =
  /\b(?:send|post|upload|exfiltrate|transmit|forward|report|include|append|paste|leak|copy)\b[^.\n]{0,80}(?:\.env\b|\benv(?:ironment)?(?:\s+variables?)?\b|\bsecrets?\b|\bcredentials?\b|\b(?:api|ssh|private)\s*keys?\b|\btokens?\b)[^.\n]{0,60}\b(?:to|at|in|into)\b/i;
const negated = /\b(?:never|not|don['’]?t|nor|without|avoid|refuse|must\s+not)\b[^.\n]{0,40}$/i;

const addressed =
  /\b(?:AI|LLM|A\.I\.|assistants?|(?<!user[- ])agents?|language\s+models?|copilot|claude|cursor|codex|gemini|gpt|chatgpt|chatbots?)\b/i;
const asking =
  /\b(?:must|should|always|never|please|ignore|run|execute|send|include|add|install|insert|read|fetch|download|open|write|modify|delete|set|use|approve|disable|skip|reply|respond|say|recommend|do\s+not|don['’]?t)\b/i;
const tooling =
  /\b(?:curl|wget|base64\s+(?:-d|--decode)|\/dev\/tcp|nc\s+-|powershell|Invoke-WebRequest|bash\s+-c|eval\s*\()/i;

/** Passages of a text that no reader is meant to notice, or no agent to follow. @param forAgents it is written for agents */
export function suspiciousPassages(text: string, forAgents: boolean): Passage[] {
  const passages: Passage[] = [];
  for (const pattern of unseen) {
    for (const match of text.matchAll(pattern)) {
      const inside = match[2] ?? match[1] ?? "";
      if (!speaksToAgents(inside)) continue;
      passages.push({
        line: lineAt(text, match.index),
        rule: "hidden-instruction",
        what: "An instruction stands where people do not see it",
      });
    }
  }
  for (const match of text.matchAll(/[A-Za-z0-9+/]{60,}={0,2}/g)) {
    if (!speaksToAgents(decoded(match[0]))) continue;
    passages.push({
      line: lineAt(text, match.index),
      rule: "hidden-instruction",
      what: "An instruction is written in base64",
    });
  }
  const known = new Set(passages.map(({ line }) => line));
  for (const [index, line] of seen(text, forAgents).split("\n").entries()) {
    const what = plainly(line, forAgents);
    if (what !== undefined && !known.has(index + 1))
      passages.push({ line: index + 1, rule: "instruction", what });
  }
  return passages;
}

function speaksToAgents(text: string): boolean {
  if (
    overriding.test(text) ||
    secretive.test(text) ||
    piped.test(text) ||
    unleashed.test(text) ||
    tooling.test(text)
  )
    return true;
  return carried.test(text) || (addressed.test(text) && asking.test(text));
}

/** What a sentence in plain sight would have an agent do. */
function plainly(line: string, forAgents: boolean): string | undefined {
  const forbids = (pattern: RegExp): boolean => {
    const match = pattern.exec(line);
    return match !== null && !negated.test(line.slice(0, match.index));
  };
  if (forbids(overriding)) return "A sentence would have an agent ignore its instructions";
  if (!forAgents) return undefined;
  if (secretive.test(line)) return "A sentence would have an agent keep something from its user";
  if (forbids(piped)) return "A sentence would have an agent run what the network sends";
  if (forbids(unleashed)) return "A sentence would have an agent go round a check";
  return forbids(carried) ? "A sentence would have an agent hand out secrets" : undefined;
}

/** The text without what is unseen; for people's files without what is quoted too, since those talk about attacks. */
function seen(text: string, forAgents: boolean): string {
  const blank = (match: string): string => match.replace(/[^\n]/g, " ");
  const visible = unseen.slice(0, 3).reduce((rest, pattern) => rest.replace(pattern, blank), text);
  if (forAgents) return visible;
  return visible
    .replace(/^(```|~~~).*?^\1/gms, blank)
    .replace(/`[^`\n]*`|["“«][^"”»\n]*["”»]|^>.*$/gm, blank);
}

function decoded(text: string): string {
  const bytes = Buffer.from(text, "base64").toString("utf8");
  return /[\ufffd\u0000-\u0008]/.test(bytes) ? "" : bytes;
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split("\n").length;
