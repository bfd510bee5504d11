import { basename, resolve } from "node:path";
import { accept, type Parsed, refuse } from "../answers/option.ts";

/** Where an organisation's layer comes from. */
export type OverlaySource =
  | {
      readonly kind: "archive";
      /** As it was written: what the lock records. */
      readonly text: string;
      readonly url: string;
      /** The folder inside the archive; empty for its top. */
      readonly folder: string;
      /** What the archive must hash to, where the source says so. */
      readonly sha256: string | undefined;
      /** The source names the one content that it stands for. */
      readonly pinned: boolean;
    }
  | {
      readonly kind: "folder";
      /** Its name alone: the lock holds no path of a machine. */
      readonly text: string;
      readonly path: string;
      /** As it was written. */
      readonly given: string;
    };

const github = /^github:([\w.-]{1,100})\/([\w.-]{1,100})((?:\/[\w.-]{1,100})*)(?:#([\w./-]{1,200}))?$/;
const commit = /^[0-9a-f]{40}$/;
const recordedFolder = "folder:";

/** Reads where an overlay comes from: GitHub, an archive on the web, or a folder of this machine. */
export function parseOverlay(text: string): Parsed<OverlaySource> {
  if (text.startsWith("github:")) return parseGithub(text);
  if (text.startsWith("https://")) return parseArchive(text);
  if (/^[a-z][a-z0-9+.-]+:/i.test(text) && !/^[a-z]:[\\/]/i.test(text))
    return refuse(
      `"${text}" is no place that an overlay can come from.`,
      "Name a folder, github:owner/repository#<commit>, or https://….tar.gz#sha256=<hash>.",
    );
  const path = resolve(text);
  return accept({ kind: "folder", text: `${recordedFolder}${basename(path)}`, path, given: text });
}

function parseGithub(text: string): Parsed<OverlaySource> {
  const [, owner, repository, folder = "", ref = "HEAD"] = github.exec(text) ?? [];
  if (owner === undefined || /(^|\/)\.\.?(\/|$)/.test(`${owner}/${repository}${folder}`))
    return refuse(`"${text}" names no repository.`, "Write github:owner/repository#<commit>.");
  return accept({
    kind: "archive",
    text,
    url: `https://codeload.github.com/${owner}/${repository}/tar.gz/${ref}`,
    folder: folder.slice(1),
    sha256: undefined,
    pinned: commit.test(ref),
  });
}

function parseArchive(text: string): Parsed<OverlaySource> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [, sha256] = /^#sha256=([0-9a-f]{64})$/.exec(url?.hash ?? "") ?? [];
  if (url === undefined || (url.hash !== "" && sha256 === undefined))
    return refuse(`"${text}" is no address of an archive.`, "Write https://….tar.gz#sha256=<64 hex digits>.");
  if (url.username !== "" || url.password !== "" || url.search !== "")
    return refuse(
      "The address of an overlay is recorded in the project, and may hold no password and no query.",
      "Fetch the archive yourself, and name the folder.",
    );
  const pinned = sha256 !== undefined;
  url.hash = "";
  return accept({ kind: "archive", text, url: url.href, folder: "", sha256, pinned });
}

/** Whether a recorded source is a folder of the machine that made the project, which another one does not have. */
export const isRecordedFolder = (text: string): boolean => text.startsWith(recordedFolder);
