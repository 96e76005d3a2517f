import type { fromMarkdown } from 'mdast-util-from-markdown';

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root['children'][number];
type Definition = Extract<Node, { readonly type: 'definition' }>;

/** The targets of links that are given elsewhere in the text, by their label. */
export interface Definitions {
  find(identifier: string): Definition | undefined;
  isUsed(definition: Definition): boolean;
}

/** Goes through the whole tree once. The first definition of a label counts, as CommonMark has it. */
export function collectDefinitions(root: Root): Definitions {
  const found = new Map<string, Definition>();
  const used = new Set<string>();
  const waiting: Node[] = [...root.children].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'definition' && !found.has(node.identifier)) found.set(node.identifier, node);
    if (node.type === 'linkReference' || node.type === 'imageReference') used.add(node.identifier);
    if ('children' in node) waiting.push(...[...node.children].reverse());
  }
  return {
    find: (identifier) => found.get(identifier),
    isUsed: (definition) => found.get(definition.identifier) === definition && used.has(definition.identifier),
  };
}
