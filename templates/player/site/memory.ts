/** What a reader's browser remembers of one site; where it may not, everything works but that. */

/** The text kept under a name, or null. Several sites may share a host: give each name its site where it matters. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(`gdsim.${name}`);
  } catch {
    return null; // storage is forbidden here
  }
}

/** Keeps a text; says whether it could. */
export function keep(name: string, text: string): boolean {
  try {
    localStorage.setItem(`gdsim.${name}`, text);
    return true;
  } catch {
    return false; // forbidden or full
  }
}
