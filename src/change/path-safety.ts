/** Bytes that a file system allows in one path component (ext4, APFS and NTFS agree closely enough). */
const maxComponentBytes = 255;
const maxPathBytes = 1024;

const windowsDevice = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i;
const windowsForbidden = /[<>:"|?*\\]/;
const controlCharacter = /[\u0000-\u001f\u007f]/;

/**
 * Why one component of a path would not work on every system, or undefined when it would.
 * The rules of Windows hold everywhere: a project is checked out on more than one machine.
 */
export function componentFault(component: string): string | undefined {
  const stem = component.slice(0, component.includes(".") ? component.indexOf(".") : undefined);
  if (component === "") return "is empty";
  if (component === "." || component === "..") return "is a step to another folder";
  if (controlCharacter.test(component)) return "holds a control character";
  const forbidden = windowsForbidden.exec(component);
  if (forbidden) return `holds ${forbidden[0]}, which Windows does not allow`;
  if (windowsDevice.test(stem.trimEnd())) return "is the name of a device on Windows";
  if (/[. ]$/.test(component)) return "ends in a dot or a space, which Windows drops";
  if (/\p{Surrogate}/u.test(component)) return "is not valid Unicode";
  if (Buffer.byteLength(component) > maxComponentBytes) return `is longer than ${maxComponentBytes} bytes`;
  return undefined;
}

/**
 * Why a relative POSIX path must not be written inside a project, or undefined when it may.
 * Used for everything that names a path: the rendered tree, the lock and the journal.
 */
export function relativePathFault(path: string): string | undefined {
  if (path.startsWith("/")) return "is absolute";
  if (Buffer.byteLength(path) > maxPathBytes) return `is longer than ${maxPathBytes} bytes`;
  for (const component of path.split("/")) {
    const fault = componentFault(component);
    if (fault) return path === component ? fault : `has a component that ${fault}`;
    // A file in there can run code at the next git command. HFS+ ignores the zero-width characters; git~1 is NTFS's short name.
    if (/^(\.git|git~1)$/i.test(component.replace(/[\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, ""))) {
      return "lies inside a git repository's own folder";
    }
  }
  return undefined;
}

/** The first fault of a set of paths that are to exist side by side, named with its path; undefined when there is none. */
export function pathSetFault(paths: Iterable<string>): string | undefined {
  const seen = new Map<string, string>();
  const folders = new Map<string, string>();
  for (const path of paths) {
    const fault = relativePathFault(path);
    if (fault) return `${JSON.stringify(path)} ${fault}`;
    // macOS and Windows take these for one file.
    const folded = path.normalize("NFC").toLowerCase();
    const twin = seen.get(folded);
    if (twin !== undefined) return `"${path}" and "${twin}" are one file where names ignore case`;
    seen.set(folded, path);
    for (let end = folded.lastIndexOf("/"); end > 0; end = folded.lastIndexOf("/", end - 1)) {
      folders.set(folded.slice(0, end), path);
    }
  }
  for (const [folded, path] of seen) {
    const inside = folders.get(folded);
    if (inside !== undefined) return `"${path}" is a file and a folder ("${inside}") at once`;
  }
  return undefined;
}
