/** No format holds a report as a whole: pieces come out while the indicators are still being read. */
import { describe, expect, it } from 'vitest';
import { exporters } from '#main/exporters/registry.ts';
import type { ReportModel } from '#main/exporters/report-model.ts';
import { makeManyIndicators } from '../../support/exports/many-indicators.ts';
import { makeReportModel } from '../../support/report-models.ts';

const model = makeReportModel(makeManyIndicators(6_000));

describe('an export', () => {
  it.each(exporters)('as $id is written while its indicators are read', async (exporter) => {
    let read = 0;
    const counted: ReportModel = {
      ...model,
      async *indicators() {
        for await (const member of model.indicators()) {
          read += 1;
          yield member;
        }
      },
    };
    /** How much was read when each piece came. */
    const pieces: { readonly readBefore: number; readonly length: number }[] = [];
    for await (const piece of exporter.render(counted, { defang: true })) {
      pieces.push({ readBefore: read, length: piece.length });
    }
    const written = pieces.reduce((sum, { length }) => sum + length, 0);
    const inTheMiddle = pieces.filter(({ readBefore }) => readBefore > 0.2 * read && readBefore < 0.8 * read);
    const then = inTheMiddle.reduce((sum, { length }) => sum + length, 0);
    expect(read).toBeGreaterThan(5_000);
    expect(then).toBeGreaterThan(0.3 * written);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(0.1 * written);
  });
});
