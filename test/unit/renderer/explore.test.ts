import { describe, expect, it } from 'vitest';
import type { IndicatorId } from '#shared/model/ids.ts';
import { followRows, type KnownRows, placeCursor } from '../../../src/renderer/src/features/explore/cursor.ts';
import { listFacets } from '../../../src/renderer/src/features/explore/facet-list.ts';
import { diffFields } from '../../../src/renderer/src/features/explore/observation-fields.ts';
import { findLines, indentJson } from '../../../src/renderer/src/features/explore/pretty-json.ts';
import {
  indexOfRow,
  pagesOf,
  pagesToHave,
  reachOf,
  rowAt,
} from '../../../src/renderer/src/features/explore/result-window.ts';
import {
  addRows,
  isSelected,
  nothingSelected,
  selectionToApply,
  toggleRow,
} from '../../../src/renderer/src/features/explore/row-selection.ts';
import { findDisagreement, findScoreOrigin } from '../../../src/renderer/src/features/explore/score-origin.ts';
import { makeDetail, makeIndicators } from '../../support/fake-workbench/indicators.ts';

const nowMs = Date.UTC(2026, 10, 21, 7, 0);
const id = (value: number): IndicatorId => value as IndicatorId;

describe('pagesOf', () => {
  it('covers what is on screen and keeps the first page', () => {
    expect(pagesOf({ first: 0, last: 40 }, 1_000, 200)).toEqual([0]);
    expect(pagesOf({ first: 190, last: 230 }, 1_000, 200)).toEqual([0, 1]);
    expect(pagesOf({ first: 650, last: 699 }, 1_000, 200)).toEqual([0, 3]);
  });

  it('stays inside a result that became shorter, and has a page for an empty one', () => {
    expect(pagesOf({ first: 900, last: 950 }, 210, 200)).toEqual([0, 1]);
    expect(pagesOf({ first: 0, last: 0 }, 0, 200)).toEqual([0]);
  });

  it('finds rows by place and by id among the pages that have arrived', () => {
    const pages = new Map([[2, [{ id: 7 }, { id: 8 }]]]);
    expect(rowAt(pages, 401, 200)).toEqual({ id: 8 });
    expect(rowAt(pages, 3, 200)).toBeUndefined();
    expect(indexOfRow(pages, 8, 200)).toBe(401);
    expect(indexOfRow(pages, 9, 200)).toBeUndefined();
  });
});

describe('reachOf', () => {
  const full = Array.from({ length: 200 }, (_unused, at) => at);
  const atStart = { rows: 0, isEnd: false };

  it('goes on while pages come full, and ends with one that is not', () => {
    const one = reachOf(new Map([[0, full]]), atStart, 200);
    expect(one).toEqual({ rows: 200, isEnd: false });
    expect(pagesToHave({ first: 0, last: 60 }, one, 200)).toBe(1);
    expect(pagesToHave({ first: 120, last: 180 }, one, 200)).toBe(2);
    const end = reachOf(
      new Map([
        [0, full],
        [1, full],
        [2, [1, 2, 3]],
      ]),
      one,
      200,
    );
    expect(end).toEqual({ rows: 403, isEnd: true });
    expect(pagesToHave({ first: 380, last: 402 }, end, 200)).toBe(3);
  });

  it('ends with an empty page, too', () => {
    expect(
      reachOf(
        new Map([
          [0, full],
          [1, []],
        ]),
        atStart,
        200,
      ),
    ).toEqual({ rows: 200, isEnd: true });
  });

  it('remembers pages that are out of sight, until the last one has grown', () => {
    const end = { rows: 403, isEnd: true };
    expect(reachOf(new Map([[0, full]]), end, 200)).toEqual(end);
    expect(reachOf(new Map([[2, full]]), end, 200)).toEqual({ rows: 600, isEnd: false });
  });
});

describe('cursor', () => {
  const rowsOf = (ids: readonly number[]): KnownRows => ({
    total: ids.length,
    idAt: (index) => (ids[index] === undefined ? undefined : id(ids[index])),
    indexOf: (wanted) => {
      const at = ids.indexOf(wanted);
      return at < 0 ? undefined : at;
    },
  });

  it('stays on its indicator when rows before it leave', () => {
    expect(followRows(rowsOf([12, 13, 14]), { index: 2, id: id(13) })).toEqual({ index: 1, id: 13 });
  });

  it('stays on its line when its indicator leaves, and on the last one at the end', () => {
    expect(followRows(rowsOf([11, 13, 14]), { index: 1, id: id(12) })).toEqual({ index: 1, id: 13 });
    expect(followRows(rowsOf([11]), { index: 3, id: id(12) })).toEqual({ index: 0, id: 11 });
  });

  it('is the same object when nothing moved, so that nothing is drawn again', () => {
    const cursor = { index: 1, id: id(12) };
    expect(followRows(rowsOf([11, 12]), cursor)).toBe(cursor);
  });

  it('cannot leave the result', () => {
    expect(placeCursor(rowsOf([11, 12]), 9)).toEqual({ index: 1, id: 12 });
    expect(placeCursor(rowsOf([11, 12]), -4)).toEqual({ index: 0, id: 11 });
  });
});

describe('row selection', () => {
  it('applies to the picked rows, to all, else to the row under the cursor', () => {
    const picked = toggleRow(addRows(nothingSelected, [id(1), id(2)]), id(1));
    expect(selectionToApply(picked, id(9))).toEqual({ ids: [2] });
    expect(selectionToApply({ kind: 'all', query: 'tag:x' }, id(9))).toEqual({ query: 'tag:x' });
    expect(selectionToApply(nothingSelected, id(9))).toEqual({ ids: [9] });
    expect(selectionToApply(nothingSelected, undefined)).toBeUndefined();
  });

  it('starts afresh when a row is toggled out of everything', () => {
    const selection = toggleRow({ kind: 'all', query: '' }, id(3));
    expect(isSelected(selection, id(3))).toBe(true);
    expect(isSelected(selection, id(4))).toBe(false);
  });
});

describe('listFacets', () => {
  it('orders fields and values, takes the wider counts of narrowed fields, leaves out empty ones', () => {
    const facets = listFacets(
      { later: { x: 1 }, severity: { low: 9, critical: 1 }, type: { url: 4 }, tag: {} },
      { type: { domain: 7, url: 4, ipv4: 7 } },
    );
    expect(facets.map((facet) => [facet.field, facet.values.map((value) => `${value.value} ${value.count}`)])).toEqual([
      ['type', ['domain 7', 'ipv4 7', 'url 4']],
      ['severity', ['critical 1', 'low 9']],
      ['later', ['x 1']],
    ]);
  });
});

describe('indentJson', () => {
  it('changes nothing but blanks: digits, escapes, doubles and order stay', () => {
    const text = '{"n":12345678901234567890,"u":"\\u202e","a":[1,{"b":[]}],"n":{}}';
    expect(indentJson(text)).toEqual([
      '{',
      '  "n": 12345678901234567890,',
      '  "u": "\\u202e",',
      '  "a": [',
      '    1,',
      '    {',
      '      "b": []',
      '    }',
      '  ],',
      '  "n": {}',
      '}',
    ]);
    expect(JSON.parse(indentJson('{"a": "x,y:{z}"}').join(''))).toEqual({ a: 'x,y:{z}' });
  });

  it('goes as far as it can with text that was cut', () => {
    expect(indentJson('{"a":[1,"unfini')).toEqual(['{', '  "a": [', '    1,', '    "unfini']);
  });

  it('finds lines without regard to case', () => {
    expect(findLines(['{', '  "Name": 1', '}'], 'name')).toEqual([1]);
    expect(findLines(['a'], '  ')).toEqual([]);
  });
});

describe('records', () => {
  const rows = makeIndicators(120, nowMs);
  const several = rows.find((row) => row.vendors.length === 3 && row.flags.length === 0 && (row.score ?? 0) > 60);
  if (several === undefined) throw new Error('The made-up rows have none with three vendors.');
  const detail = makeDetail(several, rows);

  it('names the record that gave the score', () => {
    const origin = findScoreOrigin(detail, nowMs);
    expect(origin.from.map((observation) => observation.vendor)).toEqual([several.vendors[0]]);
    expect(origin.considered).toBe(3);
  });

  it('falls back to the last known records when none is live', () => {
    const gone = { ...detail, observationList: detail.observationList.map((one) => ({ ...one, goneAtMs: nowMs - 1 })) };
    expect(findScoreOrigin(gone, nowMs)).toMatchObject({ considered: 3, isLive: false });
    const [first, ...others] = gone.observationList;
    if (first === undefined) throw new Error('No records.');
    const earlier = { ...gone, score: 40, observationList: [{ ...first, score: 90, goneAtMs: nowMs - 9 }, ...others] };
    expect(findScoreOrigin(earlier, nowMs)).toMatchObject({ considered: 2, isLive: false });
  });

  it('tells the part of each record in the score, and which do not count', () => {
    const [first, second, third] = detail.observationList;
    if (first === undefined || second === undefined || third === undefined) throw new Error('No records.');
    const mixed = {
      ...detail,
      score: 80,
      observationList: [
        { ...first, score: 95, goneAtMs: nowMs - 1, expiresAtMs: nowMs - 5 },
        { ...second, score: 80, goneAtMs: null, expiresAtMs: null },
        { ...third, score: 90, goneAtMs: null, expiresAtMs: nowMs },
      ],
    };
    expect(
      findScoreOrigin(mixed, nowMs).parts.map(({ observation, standing, isDecisive }) => [
        observation.score,
        standing,
        isDecisive,
      ]),
    ).toEqual([
      [95, 'gone', false],
      [90, 'expired', false],
      [80, 'live', true],
    ]);
  });

  it('names both sides where vendors disagree, by live records only', () => {
    const [first, second, third] = detail.observationList;
    if (first === undefined || second === undefined || third === undefined) throw new Error('No records.');
    const alive = { goneAtMs: null, expiresAtMs: null, benign: false };
    const split = {
      ...detail,
      observationList: [
        { ...first, ...alive, score: 70 },
        { ...second, ...alive, score: 5, benign: true },
        { ...third, ...alive, score: 99, goneAtMs: nowMs - 1 },
      ],
    };
    const { calm, alarmed } = findDisagreement(split, nowMs);
    expect(calm.map(({ id }) => id)).toEqual([second.id]);
    expect(alarmed.map(({ id }) => id)).toEqual([first.id]);
    // One that allows what it scores high itself contradicts nobody else.
    const alone = { ...split, observationList: [{ ...first, ...alive, score: 90, benign: true }] };
    expect(findDisagreement(alone, nowMs)).toEqual({ calm: [], alarmed: [] });
  });

  it('says what changed between two states, items of lists one by one', () => {
    const [before] = detail.observationList;
    if (before === undefined) throw new Error('No record.');
    const after = { ...before, score: 1, tags: ['new', ...before.tags.slice(1)] };
    const changes = diffFields(before, after).map((change) => [change.field.key, change.added, change.removed]);
    expect(changes).toEqual([
      ['score', undefined, undefined],
      ['tags', ['new'], before.tags.slice(0, 1)],
    ]);
    expect(diffFields(before, before)).toEqual([]);
  });
});
