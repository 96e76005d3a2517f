import type { IndicatorDetail } from '#shared/model/indicator.ts';
import type { Pivot } from '#shared/model/pivot.ts';
import { type RelationKind, relationKinds } from '#shared/model/vocabulary.ts';
import { writeAnyOf } from '#shared/text/value-lists.ts';
import { formatCount, pivotWords, relationWords } from '../../../text/words.ts';
import type { GraphGroup, GraphNeighbour } from './graph-layout.ts';
import { namePivot } from './PivotLines.tsx';

/** More would stand on top of each other in a narrow panel. */
export const groupLimit = 6;
export const neighbourLimit = 4;

/** A reason as it is drawn: few letters on it, its whole name for whoever points at it or hears it. */
export interface NamedGroup extends Omit<GraphGroup, 'neighbours'> {
  readonly title: string;
  /** Hostile text, invisible characters named. */
  readonly name: string;
  /** How many Explore finds behind the click; empty where nobody counted that. */
  readonly badge: string;
  /** What a click searches for. */
  readonly query: string;
  /** Null where the query has to be asked for them. */
  readonly neighbours: readonly GraphNeighbour[] | null;
}

const shortRelations: Readonly<Record<RelationKind, string>> = {
  same_file: 'File',
  seen_in_sample: 'Seen in',
  stream_endpoint: 'Endpoint',
  parent_domain: 'Parent',
};

/** What vendors said first, then what is shared, the rarest first; what nobody shares has no place in a picture. */
export function listGroups(detail: IndicatorDetail, pivots: readonly Pivot[]): readonly NamedGroup[] {
  const related = relationKinds.flatMap((kind): NamedGroup[] => {
    const neighbours = detail.relations.filter((relation) => relation.kind === kind);
    // A star would mean any text.
    const values = neighbours.map(({ value }) => value).filter((value) => !value.includes('*'));
    if (values.length === 0) return [];
    const name = `${relationWords[kind]}, as vendors say`;
    // Not counted: a hash by its name finds the other hashes of its file too.
    return [{ key: kind, title: shortRelations[kind], name, badge: '', query: writeAnyOf(values), neighbours }];
  });
  const shared = pivots
    // The hashes of one file are among the relations.
    .filter(({ kind, others }) => kind !== 'file' && others !== 0)
    .map((pivot) => ({
      key: pivot.query,
      title: pivotWords[pivot.kind].short,
      name: namePivot(pivot),
      badge: pivot.count === null ? '?' : formatCount(pivot.count),
      query: pivot.query,
      neighbours: null,
    }));
  return [...related, ...shared].slice(0, groupLimit);
}
