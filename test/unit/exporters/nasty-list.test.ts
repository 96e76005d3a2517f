import { describe, expect, it } from 'vitest';
import { exporters } from '#main/exporters/registry.ts';
import { nastyGroups, nastyValues } from '../../support/nasty-values.ts';
import { makeFile, makeNote, makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

const { case: plainCase } = makeReportModel([]);

/** In every place of a report that somebody else may have written. */
const nasty = makeReportModel(
  // Paths can be carried by every format, other text not by all.
  (['path', 'other'] as const).flatMap((type) =>
    nastyValues.map((text) =>
      makeReportIndicator(type, text, {
        comment: text,
        role: text,
        judgedBy: text,
        lists: [text],
        indicator: { tags: [text] },
        observation: {
          vendorScore: text,
          vendorKey: text,
          rule: text,
          action: text,
          description: text,
          connection: text,
        },
        relations: [
          { kind: 'parent_domain', id: makeReportIndicator('other', text).indicator.id, type: 'other', value: text },
        ],
      }),
    ),
  ),
  {
    case:
      plainCase === null ? null : { ...plainCase, files: nastyValues.map((text) => makeFile(text, { comment: text })) },
    async *notes() {
      for (const [index, text] of nastyValues.entries()) yield makeNote(text, { id: index + 1 });
    },
    async *timeline() {
      for (const [index, text] of nastyValues.entries()) yield { id: index + 1, atMs: 0, kind: 'own', text, by: text };
    },
    sources: nastyValues.map((text) => ({
      connection: text,
      vendor: 'crowdstrike',
      lastCompleteAtMs: null,
      complete: false,
    })),
  },
);

describe('the shared list of nasty values', () => {
  it('has at least 250, each once, each group with its origin', () => {
    expect(nastyValues.length).toBeGreaterThanOrEqual(250);
    expect(new Set(nastyValues).size).toBe(nastyValues.length);
    for (const { origin, values } of nastyGroups) {
      expect(origin.length).toBeGreaterThan(20);
      expect(values.length).toBeGreaterThan(0);
    }
  });

  it.each(exporters.map((exporter) => [exporter.id, exporter] as const))(
    'goes through %s in all its places, and no invisible character comes out in files for people',
    async (_id, exporter) => {
      let pieces = 0;
      for await (const chunk of exporter.render(nasty, { defang: true, includeHarmless: true })) {
        pieces += 1;
        if (exporter.audience === 'people' && typeof chunk === 'string') {
          expect(chunk.replaceAll(/[\n]/g, '')).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}/u);
        }
      }
      expect(pieces).toBeGreaterThan(0);
    },
  );
});
