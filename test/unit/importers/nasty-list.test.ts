import { describe, expect, it } from 'vitest';
import { describeMember } from '#main/exporters/json/describe.ts';
import { escapeXml } from '#main/exporters/openioc/escape.ts';
import { patternLiteral } from '#main/exporters/stix/patterns.ts';
import type { ImportedFile } from '#main/services/ports/imports.ts';
import { csvLine, textField } from '#shared/text/csv-fields.ts';
import { readText, readValue } from '../../support/import-texts.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeReportIndicator } from '../../support/report-models.ts';

const at = '2026-01-02T03:04:05.000Z';
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** As our exporter writes an indicator that nobody has judged. */
function jsonMember(text: string): object {
  const undecided = { state: 'new', verdict: 'unknown', triagedAtMs: null } as const;
  return describeMember(
    makeReportIndicator('path', text, {
      comment: text,
      role: text,
      judgedBy: text,
      lists: [text],
      indicator: { ...undecided, tags: [text], received: text, vendors: [text], connections: [text], cases: [text] },
      observation: {
        connection: text,
        vendor: text,
        vendorKey: text,
        vendorScore: text,
        description: text,
        rule: text,
      },
    }),
  );
}

/** Each nasty text in every place of a file that somebody else writes. */
const files: Readonly<Record<string, () => ImportedFile>> = {
  stix: () =>
    readValue({
      type: 'bundle',
      id: `bundle--${id(0)}`,
      objects: [
        ...nastyValues.flatMap((text, n) => [
          {
            type: 'indicator',
            id: `indicator--${id(n)}`,
            created: text,
            modified: at,
            name: text,
            description: text,
            labels: [text],
            pattern: `[file:name = ${patternLiteral(text)}]`,
            pattern_type: 'stix',
            valid_from: text,
            extensions: { [text]: { [text]: text } },
          },
          { type: text, id: text, name: text },
          { type: 'note', id: `note--${id(n)}`, content: text, authors: [text], created: at },
        ]),
        {
          type: 'report',
          id: `report--${id(1)}`,
          name: nastyValues.join(' '),
          description: nastyValues[5],
          published: at,
        },
      ],
    }),
  misp: () =>
    readValue({
      Event: {
        uuid: nastyValues[3],
        info: nastyValues.join(' '),
        date: nastyValues[7],
        Orgc: { name: nastyValues[9] },
        Attribute: nastyValues.flatMap((text) => [
          { uuid: text, type: 'filename', category: text, value: text, comment: text, Tag: [{ name: text }] },
          { uuid: text, type: text, category: text, value: text },
          { type: 'comment', value: text, comment: text },
          {
            type: 'filename',
            value: text,
            Tag: [{ name: `sightline:type="${text}"` }, { name: `sightline:role="${text}"` }],
          },
        ]),
      },
    }),
  openioc: () =>
    readText(
      `<OpenIOC id="x"><criteria><Indicator operator="OR">${nastyValues
        .map(
          (text) =>
            `<IndicatorItem id="${escapeXml(text)}" condition="is"><Context search="FileItem/FullPath"/><Content>${escapeXml(text)}</Content></IndicatorItem>`,
        )
        .join('')}</Indicator></criteria></OpenIOC>`,
    ),
  json: () =>
    readValue({
      format: 'sightline-case',
      version: 1,
      author: nastyValues[9],
      query: nastyValues[4],
      case: { number: nastyValues[1], title: nastyValues.join(' '), notes: nastyValues, tasks: nastyValues[2] },
      indicators: nastyValues.flatMap((text) => [jsonMember(text), { ...jsonMember(text), firstSeen: text }, text]),
    }),
  csv: () =>
    readText(
      csvLine(['value', 'type', 'comment', 'tags', 'verdict'].map((name) => textField(name))) +
        nastyValues.map((text) => csvLine([text, 'path', text, text, text].map((cell) => textField(cell)))).join(''),
    ),
};

describe.each(Object.entries(files))('the shared list of nasty values in %s', (format, read) => {
  it('is read as text: each one is kept, or told with a reason, and nothing else happens', () => {
    const { rows, passedOver, format: read_as } = read();
    expect(read_as).toBe(format);
    const kept = new Set(rows.map(({ draft }) => draft.value));
    expect(kept.size).toBeGreaterThan(200);
    for (const { draft, comment, role, triage } of rows) {
      for (const text of [
        draft.value,
        draft.received,
        comment,
        role,
        ...draft.tags,
        draft.description,
        draft.vendorKey,
      ]) {
        if (text !== null) expect(text.isWellFormed()).toBe(true);
      }
      expect(draft.value).not.toContain('\0');
      expect(() => JSON.parse(draft.raw) as unknown).not.toThrow();
      expect(triage).toBeNull();
    }
    for (const { what, reason } of passedOver) {
      expect(what.isWellFormed()).toBe(true);
      expect(what.length).toBeLessThan(400);
      expect(reason).toMatch(/\.$/);
    }
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});

it('a prototype in JSON stays a word', () => {
  const text = `{"type":"bundle","__proto__":{"polluted":1},"objects":[{"type":"indicator","id":"indicator--${id(1)}","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"pattern":"[domain-name:value = 'a.example']"}]}`;
  const { rows } = readText(text);
  expect(rows).toHaveLength(1);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

it.each([
  ['JSON that is nested a hundred thousand deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['a bundle whose object is', `{"type":"bundle","objects":[${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}]}`],
  [
    'a number of 400 digits',
    `{"type":"bundle","objects":[{"type":"indicator","id":"indicator--1","confidence":${'9'.repeat(400)}}]}`,
  ],
])('%s ends with an answer or a sentence', (_name, text) => {
  let outcome: unknown;
  try {
    outcome = readText(text, { format: 'stix' }).rows;
  } catch (error) {
    outcome = error instanceof Error ? error.message : error;
  }
  expect(outcome).toEqual(expect.anything());
});

it('a hundred thousand statements about one value are one row, soon', () => {
  const lines = Array.from({ length: 100_000 }, (_, n) => `evil.example,tag${n},comment ${n},source ${n}`);
  const { rows } = readText(`value,tags,comment,source\n${lines.join('\n')}`);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.draft.raw.length).toBeLessThan(70_000);
  expect(rows[0]?.draft.tags.length).toBeLessThanOrEqual(1_000);
  expect(rows[0]?.draft.sources).toHaveLength(1_000);
});
