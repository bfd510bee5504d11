import type { Pin } from "./pin.ts";
import { versionIn } from "./pin.ts";
import type { RuntimeName, Schedule } from "./schedule.ts";

const images: readonly (readonly [image: RegExp, runtime: RuntimeName])[] = [
  [/^(?:.*\/)?node$/, "node"],
  [/^(?:.*\/)?lambda\/nodejs$/, "node"],
  [/^(?:.*\/)?oven\/bun$/, "bun"],
  [/^(?:.*\/)?denoland\/deno$/, "deno"],
];

/** The runtime and its version in the name of an image; `undefined` where it names none, or no fixed one. */
export function versionOfImage(
  image: string,
  schedule: Schedule,
): Pick<Pin, "runtime" | "version"> | undefined {
  const [reference = ""] = image.split("@");
  const colon = reference.lastIndexOf(":");
  const tagged = colon > reference.lastIndexOf("/");
  const name = tagged ? reference.slice(0, colon) : reference;
  const tag = tagged ? reference.slice(colon + 1) : "";
  const [, distroless] = /(?:^|\/)distroless\/nodejs(\d+)-/.exec(name) ?? [];
  if (distroless !== undefined) return { runtime: "node", version: distroless };
  const runtime = images.find(([pattern]) => pattern.test(name))?.[1];
  // Debian's and Deno's own tags: `bin-2.9.6`, `debian-2.9.6`
  const version =
    runtime &&
    versionIn(tag.replace(/^(?:bin|debian|alpine|distroless|ubuntu)-/, ""), schedule[runtime].lines);
  return runtime && version !== undefined ? { runtime, version } : undefined;
}

/** The bases of a Dockerfile; the last one is what runs, and comes first. */
export function pinsOfDockerfile(file: string, text: string, schedule: Schedule): Pin[] {
  const values = new Map<string, string>();
  const pins: Pin[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const [, name, value] = /^\s*ARG\s+(\w+)=["']?([^\s"']+)/i.exec(line) ?? [];
    if (name !== undefined && value !== undefined) values.set(name, value);
    const [, written] = /^\s*FROM\s+(?:--\S+\s+)*(\S+)/i.exec(line) ?? [];
    const image = written?.replace(
      /\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))/g,
      (_, braced: string | undefined, fallback: string | undefined, plain: string | undefined) =>
        values.get(braced ?? plain ?? "") ?? fallback ?? "",
    );
    const found = image === undefined ? undefined : versionOfImage(image, schedule);
    if (found) pins.unshift({ ...found, file, line: index + 1, kind: "runs" });
  }
  return pins;
}
