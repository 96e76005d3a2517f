import type { ReactElement } from 'react';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { Relation } from '#shared/model/indicator.ts';
import { type RelationKind, relationKinds } from '#shared/model/vocabulary.ts';
import type { Recalled } from '#shared/text/recall.ts';
import { useRecall } from '../../bridge/use-recall.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { TypeMark } from '../../components/Marks.tsx';
import { RecallNote } from '../../components/RecallNote.tsx';
import { relationWords } from '../../text/words.ts';

function Group(props: {
  readonly kind: RelationKind;
  readonly relations: readonly Relation[];
  readonly recallOf: (relation: Relation) => Recalled | undefined;
  readonly onOpen: (id: IndicatorId) => void;
}): ReactElement {
  return (
    <section>
      <h3 className="section-title">
        {relationWords[props.kind]} <span className="muted">{props.relations.length}</span>
      </h3>
      <ul className="plain-list">
        {props.relations.map((relation) => (
          <li key={relation.id} className="relation">
            <TypeMark type={relation.type} />
            <button type="button" className="link-button" onClick={() => props.onOpen(relation.id)}>
              <HostileText text={relation.value} mono inCell />
            </button>
            <RecallNote recalled={props.recallOf(relation)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Neighbours by kind; a click opens one in the panel. */
export function RelationList(props: {
  readonly relations: readonly Relation[];
  readonly onOpen: (id: IndicatorId) => void;
}): ReactElement {
  const recallOf = useRecall(props.relations);
  if (props.relations.length === 0) return <p className="muted detail-empty">No relation is known.</p>;
  return (
    <div className="relations">
      {relationKinds
        .map((kind) => ({ kind, relations: props.relations.filter((relation) => relation.kind === kind) }))
        .filter((group) => group.relations.length > 0)
        .map((group) => (
          <Group
            key={group.kind}
            kind={group.kind}
            relations={group.relations}
            recallOf={recallOf}
            onOpen={props.onOpen}
          />
        ))}
    </div>
  );
}
