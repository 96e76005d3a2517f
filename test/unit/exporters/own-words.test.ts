/** Labels, headings and imprints are our own words, which hold no markup today: they are escaped all the same. */
import { describe, expect, it } from 'vitest';
import { type Block, type ReportDocument, words } from '#main/exporters/document/document.ts';
import { renderBody } from '#main/exporters/docx/body.ts';
import { renderFooter, renderHeader, renderProperties } from '#main/exporters/docx/running.ts';
import { escapeXml } from '#main/exporters/docx/text.ts';
import { escapeHtml } from '#main/exporters/html/escape.ts';
import { renderPage } from '#main/exporters/html/index.ts';
import { renderRunningHeads } from '#main/exporters/html/running-heads.ts';
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

/** The text of a string of a style sheet, as a browser reads it. */
function readCss(quoted: string): string {
  return quoted
    .slice(1, -1)
    .replace(/\\([0-9a-f]+) /g, (_all, digits: string) => String.fromCodePoint(Number.parseInt(digits, 16)));
}

describe('words of ours', () => {
  it.each(['screen', 'paper'] as const)('are text in HTML (%s)', async (place) => {
    const write = async (word: string): Promise<string> => {
      const html = await joinChunks(renderPage(makeDocument(word), place));
      // Running heads are looked at below.
      return html.replace(/<style>[^<]*<\/style>/, '').replace(/sha256-[^']*/, '');
    };
    expect((await write(evil)).replaceAll(escapeHtml(evil), 'x')).toBe(await write('x'));
  });

  it('stay within their strings in running heads, and end neither these nor the style sheet', () => {
    const write = (word: string): string => renderRunningHeads({ name: word, imprint: word, tlp: 'amber+strict' });
    for (const word of [evil, '"; } * { display: none } "', '\\', '\n', '</style>', "'", '\u202e', '\ud83d\ude00']) {
      const strings = write(word).match(/"[^"\\\n]*(?:\\[0-9a-f]+ [^"\\\n]*)*"/g) ?? [];
      expect(write(word).replaceAll(/"[^"]*"/g, '""')).toBe(write('x').replaceAll(/"[^"]*"/g, '""'));
      expect(strings.filter((text) => readCss(text) === word)).toHaveLength(2);
      expect(write(word)).not.toContain('<');
    }
    expect(write('x').match(/"TLP:AMBER\+STRICT"/g)).toHaveLength(2);
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
