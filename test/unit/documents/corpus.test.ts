import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scanDocument } from '#main/documents/scan-document.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';

interface Labelled {
  readonly file: string;
  readonly indicators: readonly { readonly type: IndicatorType; readonly value: string }[];
}

const folder = join(import.meta.dirname, '..', '..', 'corpus');
const labels = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as readonly Labelled[];

/** What was found in a file and is none, and what was missed. */
interface Outcome {
  readonly right: number;
  readonly wrong: readonly string[];
  readonly missed: readonly string[];
}

async function judge({ file, indicators }: Labelled): Promise<Outcome> {
  const { candidates } = await scanDocument({
    name: file,
    bytes: new Uint8Array(readFileSync(join(folder, 'files', file))),
  });
  const found = new Set(candidates.filter(({ trap }) => trap === null).map(({ type, value }) => `${type} ${value}`));
  const expected = new Set(indicators.map(({ type, value }) => `${type} ${value}`));
  return {
    right: [...expected].filter((name) => found.has(name)).length,
    wrong: [...found].filter((name) => !expected.has(name)).map((name) => `${file}: ${name}`),
    missed: [...expected].filter((name) => !found.has(name)).map((name) => `${file}: ${name}`),
  };
}

describe('the labelled corpus', () => {
  it('has 40 or more files, each labelled', () => {
    expect(labels.length).toBeGreaterThanOrEqual(40);
    expect(labels.map(({ file }) => file).sort()).toEqual(readdirSync(join(folder, 'files')).sort());
  });

  it('is read with a recall of 0.98 and a precision of 0.95 or better', async () => {
    const outcomes = await Promise.all(labels.map(judge));
    const right = outcomes.reduce((sum, outcome) => sum + outcome.right, 0);
    const wrong = outcomes.flatMap((outcome) => outcome.wrong);
    const missed = outcomes.flatMap((outcome) => outcome.missed);
    const detail = `wrong: ${wrong.join(' | ')}\nmissed: ${missed.join(' | ')}`;
    expect(right / (right + missed.length), detail).toBeGreaterThanOrEqual(0.98);
    expect(right / (right + wrong.length), detail).toBeGreaterThanOrEqual(0.95);
  });
});
