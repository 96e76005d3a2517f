import { describe, expect, it } from 'vitest';
import { indicatorIdSchema } from '#shared/model/ids.ts';
import type { IndicatorDetail } from '#shared/model/indicator.ts';
import type { Pivot } from '#shared/model/pivot.ts';
import { listGroups } from '../../../src/renderer/src/features/explore/pivots/graph-groups.ts';
import { type GraphGroup, layOutGraph } from '../../../src/renderer/src/features/explore/pivots/graph-layout.ts';

const neighbours = (...ids: readonly number[]) => ids.map((id) => ({ id, value: `host${id}.example` }));
const full: readonly GraphGroup[] = Array.from({ length: 6 }, (_, at) => ({
  key: `group ${at}`,
  neighbours: neighbours(at * 4 + 1, at * 4 + 2, at * 4 + 3, at * 4 + 4),
}));

describe('the graph of what an indicator shares', () => {
  it('lies within its field and keeps what is pressed apart, in the narrowest panel', () => {
    const { width, height, hubs, leaves, centre } = layOutGraph(full, 311);
    const distance = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y);
    for (const point of [...hubs, ...leaves]) {
      expect(point.x).toBeGreaterThanOrEqual(12);
      expect(point.x).toBeLessThanOrEqual(width - 12);
      expect(point.y).toBeGreaterThanOrEqual(12);
      expect(point.y).toBeLessThanOrEqual(height - 12);
    }
    for (const [at, leaf] of leaves.entries()) {
      // Two targets of 24 px do not overlap.
      for (const other of leaves.slice(at + 1)) expect(distance(leaf, other)).toBeGreaterThanOrEqual(24);
    }
    for (const hub of hubs) expect(distance(hub, centre)).toBeGreaterThan(50);
    expect(leaves).toHaveLength(24);
  });

  it('is the same picture for the same groups', () => {
    expect(layOutGraph(full, 400)).toEqual(layOutGraph(structuredClone(full), 400));
  });

  it('draws a neighbour once, however many reasons lead to it', () => {
    const { hubs, leaves } = layOutGraph(
      [
        { key: 'a', neighbours: neighbours(1, 2) },
        { key: 'b', neighbours: neighbours(2, 3) },
      ],
      400,
    );
    expect(leaves.map(({ id, hubs: reasons }) => [id, reasons])).toEqual([
      [1, [0]],
      [2, [0, 1]],
      [3, [1]],
    ]);
    expect(hubs.map((hub) => hub.leaves)).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('shows what vendors said before what is shared, and nothing that nobody shares', () => {
    const relation = { kind: 'stream_endpoint', id: indicatorIdSchema.parse(9), type: 'ipv4', value: '198.51.100.9' };
    const pivot = (label: string, others: number): Pivot => ({
      kind: 'tag',
      label,
      query: `tag:${label}`,
      count: others + 1,
      others,
    });
    // Only what groups are made of.
    const detail = { relations: [relation] } as unknown as IndicatorDetail;
    const groups = listGroups(detail, [
      pivot('alone', 0),
      ...['a', 'b', 'c', 'd', 'e', 'f'].map((tag) => pivot(tag, 2)),
    ]);
    expect(groups.map(({ title, query, badge }) => [title, query, badge])).toEqual([
      ['Endpoint', 'value:(198.51.100.9)', ''],
      ...['a', 'b', 'c', 'd', 'e'].map((tag) => ['Tag', `tag:${tag}`, '3']),
    ]);
  });
});
