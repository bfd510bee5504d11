/** One `${{ … }}` in a text. */
export interface Expression {
  /** Its offset in the text. */
  readonly start: number;
  readonly code: string;
}

export function expressionsIn(text: string): Expression[] {
  return [...text.matchAll(/\$\{\{(.*?)\}\}/gs)].map(({ index, 1: code = "" }) => ({ start: index, code }));
}

/** Contexts whose text a stranger chooses: a title, a branch's name, a comment. */
const strangers = /^github\.(?:head_ref|ref|ref_name|event)(?:\.|$)|^github(?:\.\*)?$/;

/** What GitHub makes itself, or lets hold nothing that a shell could misread. */
const harmlessEnd =
  /\.(?:number|id|node_id|sha|before|after|merge_commit_sha|head_sha|action|draft|merged|private|fork|run_id|run_number|run_attempt|login|full_name|created_at|updated_at|conclusion|state)$/;

/** What a workflow or an action is given; those of a fixed choice are not among them. */
export type Inputs = (name: string) => boolean;

/**
 * The contexts of an expression that put a stranger's text where it stands. What is only compared or searched gives a
 * boolean.
 *
 * @param isFree whether an input can hold any text
 */
export function strangersIn(code: string, isFree: Inputs): string[] {
  const plain = code
    .replace(/\[\s*'([\w-]*)'\s*\]/g, ".$1")
    .replace(/'(?:[^']|'')*'/g, "''")
    .toLowerCase()
    .replace(/\b(?:contains|startswith|endswith|hashfiles)\s*\([^()]*(?:\([^()]*\)[^()]*)*\)/g, "true");
  const paths = [...plain.matchAll(/(?<![\w.-])[a-z_][\w-]*(?:\s*\.\s*[\w*-]+|\s*\[[^\]]*\])*/g)];
  return paths.flatMap(({ 0: written, index }) => {
    const path = written.replace(/\s/g, "").replace(/\[[^\]]*\]/g, ".*");
    const compared =
      /^\s*(?:[=!]=|[<>])/.test(plain.slice(index + written.length)) ||
      /(?:[=!]=|[<>]=?)\s*$/.test(plain.slice(0, index)) ||
      /!\s*$/.test(plain.slice(0, index));
    return !compared && isStrange(path, isFree) ? [path] : [];
  });
}

function isStrange(path: string, isFree: Inputs): boolean {
  const [, input] = /^(?:inputs|github\.event\.inputs)\.([\w*-]+)$/.exec(path) ?? [];
  if (input !== undefined) return isFree(input);
  return path === "inputs" || (strangers.test(path) && !harmlessEnd.test(path));
}
