/** Labels, headings and imprints are our own words, which hold no markup today: they are escaped all the same. */
import { describe, expect, it } from 'vitest';
import { type Block, type ReportDocument, words } from '#main/exporters/document/document.ts';
import { renderBody } from '#main/exporters/docx/body.ts';
import { renderFooter, renderHeader, renderProperties } from '#main/exporters/docx/running.ts';
import { escapeXml } from '#main/exporters/docx/text.ts';
import { escapeHtml } from '#main/exporters/html/escape.ts';
import { renderPage } from '#main/exporters/html/index.ts';
import { renderPage as renderMarkdown } from '#main/exporters/markdown/index.ts';
import { escapeMarkdown } from '#shared/text/markdown.ts';
import { joinChunks } from '../../support/join-chunks.ts';

const evil = '</p>"\'><script>alert(1)</script> & | *b* [a](b) `c`';

/** A report with every kind of block, each of its words the given one. */
function makeDocument(word: string): ReportDocument {
  const text = [words(word)];
  const blocks: readonly Block[] = [
    { kind: 'heading', level: 2, text },
    { kind: 'paragraph', text },
    { kind: 'facts', rows: [{ label: word, value: text }] },
    { kind: 'chart', chart: { title: word, description: word, of: word, bars: [{ label: word, count: 1 }] } },
    { kind: 'list', items: [text] },
    { kind: 'table', about: 'template', columns: [word], rows: [[text]] },
  ];
  return {
    title: text,
    name: word,
    tool: word,
    tlp: 'amber',
    imprint: word,
    dataStateAtMs: 0,
    blocks: (async function* () {
      yield* blocks;
    })(),
  };
}

describe('words of ours', () => {
  it.each(['screen', 'paper'] as const)('are text in HTML (%s)', async (place) => {
    const html = await joinChunks(renderPage(makeDocument(evil), place));
    expect(html.replaceAll(escapeHtml(evil), 'x')).toBe(await joinChunks(renderPage(makeDocument('x'), place)));
  });

  it('are text in Markdown', async () => {
    const text = await joinChunks(renderMarkdown(makeDocument(evil)));
    expect(text.replaceAll(escapeMarkdown(evil), 'x')).toBe(await joinChunks(renderMarkdown(makeDocument('x'))));
  });

  it('are text in Word', async () => {
    const write = async (word: string): Promise<string> =>
      (await joinChunks(renderBody(makeDocument(word), word))) +
      renderHeader(word, word) +
      renderFooter(word, word) +
      renderProperties(makeDocument(word));
    expect((await write(evil)).replaceAll(escapeXml(evil), 'x')).toBe(await write('x'));
  });
});
