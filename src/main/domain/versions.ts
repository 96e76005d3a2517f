/** `1.12.0` or `1.12.0-beta.2`, with build metadata, which says nothing of the order. Semantic Versioning 2.0.0, sections 2, 9 and 10. */
export const versionPattern =
  /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-((?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*))?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/;

/**
 * Whether a version comes after another, by Semantic Versioning 2.0.0, section 11: numbers by their size, and what is before a
 * release before it. A text that is no version comes after nothing, and nothing after it.
 */
export function isNewer(version: string, than: string): boolean {
  const [left, right] = [readVersion(version), readVersion(than)];
  if (left === null || right === null) return false;
  return (compareNumbers(left.numbers, right.numbers) || compareBefore(left.before, right.before)) > 0;
}

interface Version {
  readonly numbers: readonly number[];
  /** Identifiers of a pre-release; none for a release. */
  readonly before: readonly string[];
}

function readVersion(text: string): Version | null {
  const found = versionPattern.exec(text);
  if (found === null) return null;
  const [, major, minor, patch, before] = found;
  return { numbers: [Number(major), Number(minor), Number(patch)], before: before?.split('.') ?? [] };
}

function compareNumbers(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((number, place) => number !== right[place]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

function compareBefore(left: readonly string[], right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return right.length - left.length;
  for (const [at, one] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    if (one !== other) return compareIdentifiers(one, other);
  }
  return left.length - right.length;
}

/** Numbers by their size and before words; words by their characters. */
function compareIdentifiers(left: string, right: string): number {
  const [isLeftNumber, isRightNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (isLeftNumber && isRightNumber) return left.length - right.length || (left < right ? -1 : 1);
  if (isLeftNumber !== isRightNumber) return isLeftNumber ? -1 : 1;
  return left < right ? -1 : 1;
}
