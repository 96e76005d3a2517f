import { expect, it } from 'vitest';
import { caseColumns, layOutCaseColumns } from '../../../src/renderer/src/features/cases/case-columns.ts';

const idsAt = (roomPx: number): readonly string[] => layOutCaseColumns(roomPx).columns.map(({ id }) => id);

it('shows every column of a case where there is room, and always type, value and what is true now', () => {
  expect(idsAt(878)).toEqual(caseColumns.map(({ id }) => id));
  expect(idsAt(860)).toEqual(caseColumns.map(({ id }) => id).filter((id) => id !== 'recall'));
  expect(idsAt(780)).toEqual(['type', 'value', 'scoreBefore', 'score', 'verdictBefore', 'verdict', 'added']);
  expect(idsAt(580)).toEqual(['type', 'value', 'scoreBefore', 'score', 'verdict']);
  expect(idsAt(200)).toEqual(['type', 'value', 'score', 'verdict']);
});

it('never scrolls sideways while a column can go, and a wider table never loses one', () => {
  let before = 0;
  for (let room = 476; room < 1_100; room += 1) {
    const { columns, narrowestPx, tracks } = layOutCaseColumns(room);
    expect(narrowestPx).toBeLessThanOrEqual(room);
    expect(tracks).toContain('minmax(212px, 3fr)');
    expect(columns.length).toBeGreaterThanOrEqual(before);
    before = columns.length;
  }
});
