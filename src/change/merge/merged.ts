/** What a three-way merge of a file gives. */
export type Merged =
  | {
      readonly clean: true;
      readonly text: string;
      /** Where both sides changed one value, so that the user's stays: "scripts.test (the template now has …)". */
      readonly kept: readonly string[];
    }
  | {
      readonly clean: false;
      /** The user's text with conflict markers; undefined where markers cannot stand. */
      readonly marked: string | undefined;
    };

/** The names that conflict markers give to the two versions of the template. */
export interface Labels {
  readonly base: string;
  readonly next: string;
}

const marker = /^(<{7}|>{7}|\|{7})( |$)/m;

/** Whether a text holds the markers of a conflict that nobody has resolved. */
export function hasConflictMarkers(text: string): boolean {
  return marker.test(text.replaceAll("\r\n", "\n"));
}
