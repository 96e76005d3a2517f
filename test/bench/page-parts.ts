/** Parts of `docs/performance.md` that are measured apart: each stands between two comments with its name. */

const marks = (name: string): readonly [begin: string, end: string] => [`<!-- ${name} -->`, `<!-- /${name} -->`];

/** Puts a part where it was before, or at the end. */
export function replacePart(page: string, name: string, text: string): string {
  const [begin, end] = marks(name);
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  const part = `${begin}\n\n${text.trim()}\n\n${end}`;
  if (from < 0 || to < from) return `${page.trimEnd()}\n\n${part}\n`;
  return page.slice(0, from) + part + page.slice(to + end.length);
}

/** The parts of an older page that have a name, with their comments, in their order. */
export function keptParts(page: string): string {
  const parts = [...page.matchAll(/<!-- ([\w-]+) -->\n[\s\S]*?<!-- \/\1 -->/g)].map(([part]) => part);
  return parts.length === 0 ? '' : `\n${parts.join('\n\n')}\n`;
}
