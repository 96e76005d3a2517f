import { fromMarkdown } from 'mdast-util-from-markdown';
import { collectDefinitions } from './definitions.ts';
import { joinRuns, type ProseBlock, plainProse } from './prose.ts';
import { readRuns } from './read-runs.ts';

type Root = ReturnType<typeof fromMarkdown>;
type FlowNode = Root['children'][number];

/** In UTF-16 code units: longer texts were not written by hand, and the parser takes about a second for the worst of this length. */
const longest = 16_384;
/** Lines without an empty one between them, for the same reason: each line that a quote goes on with costs as much as all before it. */
const longestBlock = 400;
/** Lists and quotes in each other. The parser takes the square of the depth. */
const deepest = 12;
const containers = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/gm;
const container = />|[-+*]|\d+[.)]/g;

/**
 * Reads Markdown (CommonMark) as the safe subset that {@link ProseBlock} has; pure. Links and images become their text with the
 * defanged target behind, HTML stays text. A text that is too long, without an empty line for too
 * long, or nested too deep is one plain paragraph.
 */
export function readProse(text: string): readonly ProseBlock[] {
  if (text.length > longest || isTooDeep(text) || hasLongBlock(text)) return plainProse(text);
  const root = fromMarkdown(text);
  const definitions = collectDefinitions(root);
  const ranks = rankHeadings(root);

  const readAll = (nodes: readonly FlowNode[], depth: number): readonly ProseBlock[] =>
    nodes.flatMap((node) => readBlock(node, depth));

  const readBlock = (node: FlowNode, depth: number): readonly ProseBlock[] => {
    if (depth > deepest) return [paragraph(sourceOf(text, node))];
    switch (node.type) {
      case 'paragraph':
        return [{ kind: 'paragraph', runs: readRuns(node.children, definitions) }];
      case 'heading': {
        const runs = readRuns(node.children, definitions).map((run) => ({
          ...run,
          text: run.text.replace(/\s+/g, ' '),
        }));
        return joinRuns(runs).trim() === '' ? [] : [{ kind: 'heading', rank: ranks.get(node.depth) ?? 1, runs }];
      }
      case 'blockquote':
        return [{ kind: 'quote', blocks: readAll(node.children, depth + 1) }];
      case 'list':
        return [
          {
            kind: 'list',
            start: node.ordered === true ? (node.start ?? 1) : null,
            items: node.children.map((item) => readAll(item.children, depth + 1)),
          },
        ];
      case 'code':
        return [{ kind: 'code', text: node.value }];
      case 'thematicBreak':
        return [{ kind: 'rule' }];
      case 'definition':
        // What a link refers to stands behind that link; what none refers to is not lost.
        return definitions.isUsed(node) ? [] : [paragraph(sourceOf(text, node))];
      case 'html':
        return [paragraph(node.value)];
      default:
        // What an extension of the parser may add one day.
        return [paragraph(sourceOf(text, node))];
    }
  };
  const blocks = readAll(root.children, 0);
  return blocks.length === 0 ? plainProse(text) : blocks;
}

function hasLongBlock(text: string): boolean {
  let lines = 0;
  for (const line of text.split(/\r\n?|\n/)) {
    lines = line.trim() === '' ? 0 : lines + 1;
    if (lines > longestBlock) return true;
  }
  return false;
}

const paragraph = (text: string): ProseBlock => ({ kind: 'paragraph', runs: [{ text, look: 'plain' }] });

function isTooDeep(text: string): boolean {
  return [...text.matchAll(containers)].some(([marks]) => (marks.match(container)?.length ?? 0) > deepest);
}

function sourceOf(text: string, { position }: FlowNode): string {
  return text.slice(position?.start.offset, position?.end.offset);
}

/** The depths that are used, as 1, 2, 3: who begins with a third level means the first. */
function rankHeadings(root: Root): ReadonlyMap<number, number> {
  const depths = new Set<number>();
  const collect = (nodes: readonly FlowNode[]): void => {
    for (const node of nodes) {
      if (node.type === 'heading') depths.add(node.depth);
      else if (node.type === 'blockquote' || node.type === 'list' || node.type === 'listItem') collect(node.children);
    }
  };
  collect(root.children);
  return new Map([...depths].toSorted((a, b) => a - b).map((depth, index) => [depth, index + 1]));
}
