/** A stretch of the query text: UTF-16 offsets, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One value asked for: free text where `field` is null, else a value of that field. */
export interface Term {
  readonly kind: 'term';
  readonly field: string | null;
  /** Without quotes and escapes. */
  readonly text: string;
  /** Written in quotes: never read as an indicator. Always false where a field says how to read it. */
  readonly quoted: boolean;
  readonly span: Span;
}

/** `sort:-last_seen,value`; stands beside terms, never inside a choice or a negation. */
export interface SortTerm {
  readonly kind: 'sort';
  readonly keys: readonly { readonly text: string; readonly span: Span }[];
  readonly span: Span;
}

/** What was written, as a tree: no `and` directly inside an `and`, no `or` inside an `or`, no double negation. */
export type QueryNode =
  | Term
  | SortTerm
  /** Empty: the query is empty, and finds everything. */
  | { readonly kind: 'and'; readonly of: readonly QueryNode[]; readonly span: Span }
  | { readonly kind: 'or'; readonly of: readonly QueryNode[]; readonly span: Span }
  | { readonly kind: 'not'; readonly of: QueryNode; readonly span: Span };

/** Puts nodes together, dissolving nodes of the same kind; one node stays itself. */
export function combine(kind: 'and' | 'or', nodes: readonly QueryNode[]): QueryNode {
  const of = nodes.flatMap((node) => (node.kind === kind ? node.of : [node]));
  const [first, second] = of;
  if (first !== undefined && second === undefined) return first;
  return { kind, of, span: { start: first?.span.start ?? 0, end: of.at(-1)?.span.end ?? 0 } };
}

/** Negates a node; twice is not at all. */
export function negate(node: QueryNode, start: number): QueryNode {
  return node.kind === 'not' ? node.of : { kind: 'not', of: node, span: { start, end: node.span.end } };
}
