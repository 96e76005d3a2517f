import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { Exporter } from '#main/exporters/exporter.ts';
import { exporters } from '#main/exporters/registry.ts';
import type { ReportModel } from '#main/exporters/report-model.ts';
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

/** What a report has but one of: all of it is the same hostile text. */
function makeCaseOf(text: string): ReportModel {
  const plain = makeReportModel([makeReportIndicator('domain', 'evil.example')], { author: text });
  if (plain.case === null) throw new Error('The model has a case.');
  const tasks = [{ id: 1, text, done: false }];
  return { ...plain, case: { ...plain.case, title: text, summary: text, assignee: text, tasks } };
}

function makeQueryOf(text: string): ReportModel {
  return makeReportModel([makeReportIndicator('domain', 'evil.example')], { author: text, case: null, query: text });
}

const unseen = /\p{Cc}|\p{Cf}|\p{Cs}/u;
/** What runs, is fetched, leads somewhere or takes input: none of it is ours. */
const living =
  /<\/?(?:a|area|base|button|embed|form|frame|iframe|img|input|link|math|object|script|video)\b|<[^>]*\son\w+=/i;

/** Reads a file, or each file in an archive, as its readers do. */
function check({ audience, fileExtension }: Exporter, bytes: Uint8Array): void {
  if (isArchive(fileExtension)) {
    for (const [name, content] of Object.entries(unzipSync(bytes))) checkText(name, strFromU8(content));
    return;
  }
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  if (audience === 'people') expect(text.replaceAll('\n', '')).not.toMatch(unseen);
  checkText(`.${fileExtension}`, text);
}

/** Packing takes its time: one file has to do for all values. */
const isArchive = (fileExtension: string): boolean => fileExtension === 'docx' || fileExtension === 'zip';

function checkText(name: string, text: string): void {
  if (/\.(?:html|pdf)$/.test(name)) expect(text).not.toMatch(living);
  if (name.endsWith('.json')) JSON.parse(text);
  if (name.endsWith('.jsonl')) for (const line of text.split('\n').filter((one) => one !== '')) JSON.parse(line);
  if (/\.(?:ioc|xml|rels)$/.test(name)) readXml(text);
}

function readXml(text: string): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
}

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

  const every = exporters.flatMap((exporter) =>
    exporter.scopes.map((scope) => [exporter.id, scope, exporter] as const),
  );

  it.each(every)('goes through %s as the words of a %s that there is one of', async (_id, scope, exporter) => {
    for (const text of isArchive(exporter.fileExtension) ? [nastyValues.join(' ')] : nastyValues) {
      const model = scope === 'case' ? makeCaseOf(text) : makeQueryOf(text);
      const parts: Buffer[] = [];
      for await (const chunk of exporter.render(model, { defang: true, includeHarmless: true }))
        parts.push(Buffer.from(chunk));
      check(exporter, Buffer.concat(parts));
    }
  });
});
