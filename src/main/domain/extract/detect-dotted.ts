import { hasKnownSuffix } from '#shared/text/known-hosts.ts';
import { isLabelAt } from './characters.ts';
import { isFileExtension, isRatherFile } from './file-extensions.ts';
import { type Detector, type Found, invalid, type Scan } from './found.ts';
import { readQuad } from './read-address.ts';
import { readHost } from './read-host.ts';
import type { RefangedView } from './refanged-view.ts';

/** DNS limit; a longer chain of words is no host. */
const maxLength = 253;
/** How far a path without a scheme is followed. */
const maxPath = 2_048;

/** Host names and IPv4 addresses: words with single dots between. Every chain of words is looked at once. */
export const detectDotted: Detector = (scan) => {
  const { text } = scan.view;
  let done = 0;
  for (let dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', Math.max(dot + 1, done))) {
    const chain = chainAround(text, dot, done);
    done = chain.end;
    if (chain.end - chain.start <= maxLength + 2) addChain(scan, chain);
  }
};

interface Span {
  readonly start: number;
  readonly end: number;
}

function chainAround(text: string, dot: number, floor: number): Span {
  let start = dot;
  let end = dot + 1;
  while (start > floor && isLabelAt(text, start - 1)) start -= 1;
  while (isLabelAt(text, end) || (text[end] === '.' && text[end - 1] !== '.')) end += 1;
  return { start, end };
}

/** Hyphens and underscores around a name are the text's, a dot at its end too. */
function trim(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (to > from && '.-_'.includes(text.charAt(to - 1))) to -= 1;
  while (from < to && (text[from] === '-' || text[from] === '.' || (text[from] === '_' && text[end - 1] === '_')))
    from += 1;
  return { start: from, end: to };
}

const range = /^(\d+(?:\.\d+){3})-(\d+(?:\.\d+){3})$/;
const quad = /^\d{1,5}\.\d{1,5}\.\d{1,5}\.\d{1,5}(?=$|-[A-Za-z+]|\.\p{Lu}\p{Ll})/u;
const versioned = /^[a-z]{1,8}[_-]?\d{1,5}(?:\.\d{1,5}){3}$/i;

function addChain(scan: Scan, whole: Span): void {
  const { view, claims } = scan;
  const { start, end } = trim(view.text, whole);
  if (end - start < 4 || !claims.isFree(start, end)) return;
  const text = view.text.slice(start, end);
  const both = range.exec(text);
  if (both !== null) {
    const middle = start + (both[1]?.length ?? 0);
    addQuad(scan, { text: both[1] ?? '', start, end: middle });
    addQuad(scan, { text: both[2] ?? '', start: middle + 1, end });
    return;
  }
  const four = quad.exec(text)?.[0];
  if (four !== undefined) addQuad(scan, { text: four, start, end: start + four.length });
  else if (versioned.test(text)) scan.add({ start, end, reading: invalid('ipv4', text, 'version') });
  else if (text.includes('.') && !/\.\d*$/.test(text)) addName(scan, { text, start, end });
}

function addQuad(scan: Scan, place: Span & { readonly text: string }): void {
  const { reading, end } = readQuad(scan.view, place);
  scan.add(withPath(scan.view, { start: place.start, end, reading }));
}

function addName(scan: Scan, { text, start, end }: Span & { readonly text: string }): void {
  const { view } = scan;
  const reading = readHost({
    text,
    isFanged: view.isRewritten(start, end),
    lead: view.text.slice(Math.max(0, start - 24), start),
    next: view.text.charAt(end),
  });
  if (reading !== undefined) scan.add(withPath(view, { start, end, reading }));
}

/** A path behind a host belongs to it, so that nothing inside is read by itself; `a.com/b.com` are two hosts. */
function withPath(view: RefangedView, found: Found): Found {
  const { reading } = found;
  if (reading.grade === 'invalid' || reading.type === 'cidr') return found;
  const path = /^(:\d{1,5})?\/([^\s"'<>|,;]{1,2048})/.exec(view.text.slice(found.end, found.end + maxPath));
  const rest = path?.[2]?.replace(/[.)\]}:]+$/, '') ?? '';
  if (rest === '' || isNameByItself(rest) || (reading.type === 'ipv4' && /^\d+$/.test(rest))) return found;
  const end = found.end + (path?.[1]?.length ?? 0) + 1 + rest.length;
  return { ...found, end, reading: { ...reading, remark: reading.remark ?? 'hostOfPath' } };
}

function isNameByItself(path: string): boolean {
  const rest = path.replace(/:\d{1,5}$/, '');
  if (/[/?=&%]/.test(rest) || !/^[\w-]+(?:\.[\w-]+)+$/.test(rest)) return false;
  const labels = rest.toLowerCase().split('.');
  return (
    /^\d+(?:\.\d+){3}$/.test(rest) ||
    (hasKnownSuffix(rest) && !isFileExtension(labels.at(-1) ?? '') && !isRatherFile(labels))
  );
}
