import { type ReactElement, useState } from 'react';
import type { IndicatorId } from '#shared/model/ids.ts';
import { displayValue, type IndicatorDetail } from '#shared/model/indicator.ts';
import type { Pivot } from '#shared/model/pivot.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useNavigation } from '../../../app/navigation.tsx';
import { useFirstRowsOfEach } from '../../../bridge/use-indicators.ts';
import { HostileText } from '../../../components/HostileText.tsx';
import { useElementWidth } from '../../../components/use-element-width.ts';
import { listGroups, type NamedGroup, neighbourLimit } from './graph-groups.ts';
import { type GraphLayout, type GraphLeaf, layOutGraph } from './graph-layout.ts';

/** A name that is read aloud. */
const spokenLimit = 200;

/** With the neighbours that queries had to be asked for; the indicator itself is in the middle already. */
function useNeighbours(id: IndicatorId, groups: readonly NamedGroup[]) {
  const asked = groups.filter(({ neighbours }) => neighbours === null);
  const answers = useFirstRowsOfEach(
    asked.map(({ query }) => query),
    neighbourLimit + 1,
  );
  return groups.map((group) => {
    const found = group.neighbours ?? answers[asked.indexOf(group)] ?? [];
    return { ...group, neighbours: found.filter((other) => other.id !== id).slice(0, neighbourLimit) };
  });
}

/** Decoration: what the lines say, the names of the buttons say too. */
function Lines(props: { readonly layout: GraphLayout; readonly pointed: number | undefined }): ReactElement {
  const { width, height, centre, hubs, leaves } = props.layout;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {hubs.map((hub, nth) => (
        <g key={hub.key} className={nth === props.pointed ? 'graph-lines is-pointed' : 'graph-lines'}>
          <line x1={centre.x} y1={centre.y} x2={hub.x} y2={hub.y} />
          {hub.leaves.map((at) => {
            const leaf = leaves[at];
            return leaf === undefined ? null : <line key={leaf.id} x1={hub.x} y1={hub.y} x2={leaf.x} y2={leaf.y} />;
          })}
        </g>
      ))}
      <circle className="graph-centre" cx={centre.x} cy={centre.y} r={9} />
    </svg>
  );
}

interface Pointed {
  readonly text: string;
  /** The hub whose lines are drawn strongly. */
  readonly hub: number | undefined;
}

/** Tells what is under the pointer or has the focus. */
function pointing(at: Pointed, point: (at: Pointed | undefined) => void) {
  return {
    onFocus: () => point(at),
    onBlur: () => point(undefined),
    onMouseEnter: () => point(at),
    onMouseLeave: () => point(undefined),
  };
}

/**
 * The indicator in the middle, around it what it shares with others, outside of that the first of those others. The list says
 * the same and more; the picture shows which of them several things lead to.
 */
export function PivotGraph(props: {
  readonly detail: IndicatorDetail;
  readonly pivots: readonly Pivot[];
  readonly onOpen: (id: IndicatorId) => void;
}): ReactElement {
  const { detail } = props;
  const navigation = useNavigation();
  const [width, measure] = useElementWidth();
  const [pointed, point] = useState<Pointed>();
  const groups = useNeighbours(detail.id, listGroups(detail, props.pivots));
  if (groups.length === 0) {
    return <p className="muted pivot-note">Nothing that is known of it is shared by another indicator in the cache.</p>;
  }
  const layout = layOutGraph(groups, Math.max(280, width ?? 320));
  const nameLeaf = (leaf: GraphLeaf): string =>
    `${revealHidden(leaf.value.slice(0, spokenLimit))} (${leaf.hubs.map((hub) => groups[hub]?.title).join(', ')})`;
  return (
    <div className="pivot-graph" ref={measure}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in */}
      <div
        className="graph-field"
        role="group"
        aria-label="Graph of what it shares"
        style={{ height: `${layout.height}px` }}
      >
        <Lines layout={layout} pointed={pointed?.hub} />
        {layout.hubs.map((hub, nth) => {
          const group = groups[nth];
          if (group === undefined) return null;
          return (
            <button
              key={hub.key}
              type="button"
              className="graph-hub"
              // Begins with what can be read on it, for whoever speaks to the button.
              aria-label={`${group.title} ${group.badge}: ${group.name}`}
              style={{ left: `${hub.x}px`, top: `${hub.y}px` }}
              onClick={() => navigation.go({ screen: 'explore', query: group.query })}
              {...pointing({ text: group.name, hub: nth }, point)}
            >
              <span>{group.title}</span> {group.badge === '' ? null : <b>{group.badge}</b>}
            </button>
          );
        })}
        {layout.leaves.map((leaf) => (
          <button
            key={leaf.id}
            type="button"
            className={leaf.hubs.length > 1 ? 'graph-leaf is-shared' : 'graph-leaf'}
            aria-label={nameLeaf(leaf)}
            style={{ left: `${leaf.x}px`, top: `${leaf.y}px` }}
            // The id of a row that the store gave.
            onClick={() => props.onOpen(leaf.id as IndicatorId)}
            {...pointing({ text: nameLeaf(leaf), hub: leaf.hubs[0] }, point)}
          />
        ))}
      </div>
      <p className="graph-caption" aria-hidden="true">
        <HostileText text={pointed?.text ?? displayValue(detail)} mono inCell />
      </p>
      <p className="muted pivot-note">
        At most {neighbourLimit} of each are drawn. A ring marks what several of them lead to.
      </p>
    </div>
  );
}
