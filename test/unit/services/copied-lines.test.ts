/** Lines for the clipboard are pasted into spreadsheets and tickets: nothing in them is a formula, a further row or markup there. */
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { indicatorLine } from '#main/services/copy/indicator-lines.ts';
import { copyLine } from '#main/services/lookup-desk/copy-text.ts';
import type { CopyForm } from '#shared/model/lookup.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeReportIndicator } from '../../support/report-models.ts';

const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@|＝＋－＠]/u;

/** One line in which every text that somebody else may have written is the given one. */
const writers: Readonly<Record<string, (form: CopyForm, text: string) => string>> = {
  indicator: (form, text) => indicatorLine(form, summaryOf(text)),
  candidate: (form, text) =>
    copyLine(form, {
      ...{ index: 0, type: 'other', value: text, input: text, status: 'listed', reason: text, lists: [text] },
      known: { summary: summaryOf(text), isSameFile: false, opinions: [] },
      ...{ occurrences: [], total: 0 },
    }),
};

function summaryOf(text: string) {
  return makeReportIndicator('other', text, { indicator: { tags: [text], vendors: [text], score: null } }).indicator;
}

describe.each(Object.entries(writers))('the line of an %s', (_name, write) => {
  it('is one record of a spreadsheet without a formula', () => {
    const columns = parse(write('csv', 'x'))[0]?.length;
    for (const text of nastyValues) {
      const records: string[][] = parse(write('csv', text));
      expect(records.map((fields) => fields.length)).toEqual([columns]);
      expect(records.flat().filter((field) => formula.test(field))).toEqual([]);
    }
  });

  it('is one row of a Markdown table without markup', () => {
    const bare = (line: string): string => line.replace(/\\[!-/:-@[-`{-~]/g, '').replace(/(`+) .*? \1/g, '');
    const bars = bare(write('markdown', 'x')).split('|').length;
    for (const text of nastyValues) {
      // A bar ends a cell in code too, unless it is escaped.
      expect(write('markdown', text).replaceAll('\\|', '').split('|')).toHaveLength(bars);
      const line = bare(write('markdown', text));
      expect(line.split('|')).toHaveLength(bars);
      expect(line).toMatch(/^[^\n<>*_[\]`]*\n$/);
    }
  });
});
