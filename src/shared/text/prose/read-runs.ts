import type { fromMarkdown } from 'mdast-util-from-markdown';
import { defangText } from '../defang.ts';
import type { Definitions } from './definitions.ts';
import type { ProseLook, ProseRun } from './prose.ts';

type Root = ReturnType<typeof fromMarkdown>;
type Phrasing = Extract<Root['children'][number], { readonly type: 'paragraph' }>['children'][number];
interface Target {
  readonly url: string;
  readonly title?: string | null | undefined;
}

/** Emphasis in emphasis and links in it: beyond, only the text is kept. */
const deepest = 24;

/** The pieces of a line; neighbours of the same look are one. */
export function readRuns(nodes: readonly Phrasing[], definitions: Definitions): readonly ProseRun[] {
  const runs: ProseRun[] = [];
  const push = (written: string, look: ProseLook): void => {
    const text = written.replace(/\r\n?/g, '\n');
    const last = runs.at(-1);
    if (text === '') return;
    if (last?.look === look) runs[runs.length - 1] = { text: last.text + text, look };
    else runs.push({ text, look });
  };
  const readAll = (children: readonly Phrasing[], look: ProseLook, depth: number): void => {
    for (const node of children) read(node, look, depth);
  };
  const readInside = (children: readonly Phrasing[], look: ProseLook, depth: number): void => {
    if (depth < deepest) readAll(children, look, depth + 1);
    else push(plainText(children), look);
  };
  const read = (node: Phrasing, look: ProseLook, depth: number): void => {
    switch (node.type) {
      case 'emphasis':
        readInside(node.children, withLook(look, 'emphasis'), depth);
        return;
      case 'strong':
        readInside(node.children, withLook(look, 'strong'), depth);
        return;
      case 'inlineCode':
        push(node.value, 'code');
        return;
      case 'break':
        push('\n', look);
        return;
      case 'link': {
        const label = plainText(node.children);
        readAll(node.children, look, depth + 1);
        push(behind(label, node), look);
        return;
      }
      case 'linkReference': {
        const label = plainText(node.children);
        readAll(node.children, look, depth + 1);
        const target = definitions.find(node.identifier);
        push(target === undefined ? '' : behind(label, target), look);
        return;
      }
      case 'image':
        push(describeImage(node.alt, node), look);
        return;
      case 'imageReference':
        push(describeImage(node.alt, definitions.find(node.identifier)), look);
        return;
      default:
        // Text, and HTML as the text that it is.
        push('value' in node ? node.value : '', look);
        return;
    }
  };
  readAll(nodes, 'plain', 0);
  return runs;
}

function withLook(look: ProseLook, added: 'emphasis' | 'strong'): ProseLook {
  return look === 'plain' || look === added ? added : 'both';
}

/** Where a link leads, unless its text says exactly that. */
function behind(label: string, { url, title }: Target): string {
  if (label === url || `mailto:${label}` === url) return '';
  return ` (${describeTarget({ url, title })})`;
}

function describeImage(alt: string | null | undefined, target: Target | undefined): string {
  const name = alt === null || alt === undefined || alt === '' ? 'Image' : alt;
  return target === undefined ? name : `${name} (${describeTarget(target)})`;
}

function describeTarget({ url, title }: Target): string {
  const words = title === null || title === undefined || title === '' ? '' : `, “${title}”`;
  return `${url === '' ? 'no target' : defangText(url)}${words}`;
}

/** Without recursion: emphasis can be nested thousands of times. */
function plainText(nodes: readonly Phrasing[]): string {
  let text = '';
  const waiting = [...nodes].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if ('value' in node) text += node.value;
    else if (node.type === 'break') text += '\n';
    else if ('children' in node) waiting.push(...[...node.children].reverse());
    else if ('alt' in node) text += node.alt ?? '';
  }
  return text;
}
