import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { createCli, type JsonObject } from '../../support/cli.ts';
import { projectRoot } from '../../support/project-root.ts';

interface Named {
  readonly type: IndicatorType;
  readonly value: string;
}

/** One candidate of each file, and where it stands; lines are those of the text of the place, from 1. */
const formats: readonly (readonly [format: string, file: string, value: string, place: string | null, line: number])[] =
  [
    ['text', '01-stealer-blog.txt', 'https://cdn-finch.top/api/v2/report?bot=7', null, 8],
    ['HTML', '08-blog.html', '178.128.90.11', null, 14],
    ['EML', '03-phish-mail.eml', 'http://91.92.240.118/p.gif?id=4471', 'HTML, attribute src', 3],
    ['MSG', '45-forward.msg', '23.94.138.115', 'text', 1],
    ['PDF', '43-report.pdf', 'hr@marlin-jobs.com', 'page 1', 7],
    ['DOCX', '41-report.docx', 'a87ff679a2f3e71d9181a67b7542122c', null, 13],
    ['CSV', '04-blocklist.csv', '94.156.66.0/24', null, 7],
    ['JSON', '07-edr-alert.json', '77.91.124.31', '“dst”', 18],
    ['STIX', '09-bundle.stix.json', 'cdn.lazy-panda.site', '“pattern”', 1],
    ['MISP', '10-event.misp.json', 'https://otter-sync.dynv6.net/beacon', '“value”', 52],
  ];

const corpus = join(projectRoot, 'test', 'corpus');
const labels = JSON.parse(readFileSync(join(corpus, 'expected.json'), 'utf8')) as readonly {
  readonly file: string;
  readonly indicators: readonly Named[];
}[];
const names = (all: readonly (Named | JsonObject)[]): readonly string[] =>
  all.map(({ type, value }) => `${type} ${value}`).toSorted();

const cli = createCli();
afterAll(() => cli.remove());

describe('lookup', { timeout: 240_000 }, () => {
  it.each(formats)('finds in %s what a person sees in it, and tells where: %s', async (...row) => {
    const [, file, value, place, line] = row;
    const { status, stdout, stderr } = await cli.run(['lookup', '--json', join(corpus, 'files', file)]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const candidates = stdout
      .trimEnd()
      .split('\n')
      .map((text): JsonObject => JSON.parse(text));
    const valid = candidates.filter((candidate) => candidate['status'] !== 'invalid');
    expect(names(valid)).toEqual(names(labels.find((label) => label.file === file)?.indicators ?? []));
    expect(valid.length).toBeGreaterThan(3);
    const one = candidates.find((candidate) => candidate['value'] === value);
    expect(one?.['occurrences']).toContainEqual(expect.objectContaining({ file, place, line }));
  });
});
