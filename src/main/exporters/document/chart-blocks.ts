import type { ReportModel } from '../report-model.ts';
import { type Bar, type Chart, countForCharts, listPeriods } from './chart.ts';
import { type Block, words } from './document.ts';
import { describeType } from './words.ts';

/** The indicators as pictures, each with its numbers beside it; nothing when there are none. */
export async function* chartBlocks(model: ReportModel): AsyncIterable<Block> {
  const { total, byType } = model.counts;
  if (total === 0) return;
  const { byVendor, byFirstSeen, undated } = await countForCharts(model);
  yield { kind: 'heading', level: 2, text: [words('Overview')] };
  const charts = [
    describeChart(
      'Indicators by type',
      'Type',
      [...byType].map(([type, count]) => ({ label: describeType(type), count })),
    ),
    describeChart(
      'Indicators by vendor',
      'Vendor',
      [...byVendor].map(([label, count]) => ({ label, count })).sort(largestFirst),
    ),
    describeChart('Indicators by first sighting', 'First seen', listPeriods(byFirstSeen)),
  ];
  for (const chart of charts) if (chart.bars.length > 0) yield { kind: 'chart', chart };
  if (undated > 0)
    yield { kind: 'paragraph', text: [words(`Of ${undated} no vendor says when they were first seen.`)] };
}

function largestFirst(a: Bar, b: Bar): number {
  return b.count - a.count || (a.label < b.label ? -1 : 1);
}

function describeChart(title: string, of: string, bars: readonly Bar[]): Chart {
  const largest = bars.reduce<Bar | undefined>(
    (best, bar) => (best === undefined || bar.count > best.count ? bar : best),
    undefined,
  );
  const peak = largest === undefined ? '' : ` Most: ${largest.label}, ${largest.count}.`;
  return {
    title,
    of,
    bars,
    description: `${bars.length} bars, from ${bars[0]?.label ?? ''} to ${bars.at(-1)?.label ?? ''}.${peak}`,
  };
}
