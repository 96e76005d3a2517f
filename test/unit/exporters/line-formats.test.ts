import { describe, expect, it } from 'vitest';
import type { ExportOptions } from '#main/exporters/exporter.ts';
import { jsonl } from '#main/exporters/jsonl/index.ts';
import { txt } from '#main/exporters/txt/index.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

async function renderText(members: Parameters<typeof makeReportModel>[0], options: Partial<ExportOptions> = {}) {
  let leftOut = 0;
  const onLeftOut = (): void => {
    leftOut += 1;
  };
  const text = await joinChunks(txt.render(makeReportModel(members), { defang: true, onLeftOut, ...options }));
  const lines = text.split('\n');
  return { values: lines.slice(3, -1), head: lines.slice(0, 3), last: lines.at(-1), leftOut };
}

const verdict = (word: 'malicious' | 'benign' | 'unknown') =>
  makeReportIndicator('domain', `${word}.example`, { indicator: { verdict: word } });

describe('text', () => {
  it('is headed by mark, count and state of the data', async () => {
    const { head, values, last } = await renderText([makeReportIndicator('url', 'https://evil.example/a')]);
    expect(head).toEqual(['# TLP:AMBER+STRICT', '# count 1', '# data state 2026-11-20T12:00:00.000Z']);
    expect(values).toEqual(['https://evil.example/a']);
    expect(last).toBe('');
  });

  it('keeps what is harmless out unless asked for', async () => {
    const members = [verdict('benign'), verdict('malicious'), verdict('unknown')];
    expect(await renderText(members)).toMatchObject({ values: ['malicious.example', 'unknown.example'], leftOut: 1 });
    expect((await renderText(members, { includeHarmless: true })).values).toHaveLength(3);
    expect((await renderText(members, { verdicts: ['benign'] })).values).toEqual(['benign.example']);
  });

  it('narrows by type and verdict, and refuses an empty file', async () => {
    const members = [makeReportIndicator('ipv4', '198.51.100.3'), verdict('malicious'), verdict('unknown')];
    expect((await renderText(members, { types: ['ipv4'] })).values).toEqual(['198.51.100.3']);
    expect((await renderText(members, { types: ['domain'], verdicts: ['unknown'] })).values).toEqual([
      'unknown.example',
    ]);
    await expect(renderText(members, { types: ['email'] })).rejects.toMatchObject({ code: 'state.notFound' });
  });

  it('of hostile text has one line per value, none a remark, and counts the rest', async () => {
    const { values, leftOut, head } = await renderText(nastyValues.map((text) => makeReportIndicator('other', text)));
    expect(values.length + leftOut).toBe(nastyValues.length);
    expect(head[1]).toBe(`# count ${values.length}`);
    expect(values.filter((value) => !nastyValues.includes(value))).toEqual([]);
    expect(values.filter((value) => /[\p{Cc}\u2028\u2029]|^\s*#/u.test(value))).toEqual([]);
    expect(values).toContain('=HYPERLINK("https://evil.example","x")');
  });

  it('has no line for what nobody would see, and names lists in one line each', async () => {
    const members = [
      makeReportIndicator('other', ' \u00a0'),
      makeReportIndicator('other', 'x', { lists: ['Two\r\nlines\u2028of a title'] }),
    ];
    const { values, leftOut } = await renderText(members, { includeHarmless: true });
    expect(values).toEqual(['# listed as harmless: Two lines of a title', 'x']);
    expect(leftOut).toBe(1);
  });
});

describe('JSON Lines', () => {
  it('has one object per line with mark and case, whatever the text is', async () => {
    const members = nastyValues.map((text) => makeReportIndicator('other', text, { comment: text, role: text }));
    const text = await joinChunks(jsonl.render(makeReportModel(members), { defang: true }));
    const lines = text.trimEnd().split('\n');
    const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(objects.map(({ canonical }) => canonical)).toEqual(nastyValues);
    expect(objects.map(({ comment }) => comment)).toEqual(nastyValues);
    expect(new Set(objects.map(({ case: number, tlp }) => `${number} ${tlp}`))).toEqual(
      new Set(['CASE-0001 amber+strict']),
    );
  });
});
