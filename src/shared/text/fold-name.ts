/** The form in which names are compared: composed (NFKC), without case, without blanks around. */
export function foldName(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}
