import { strFromU8, unzipSync } from 'fflate';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { docx } from '#main/exporters/docx/index.ts';
import type { Exporter } from '#main/exporters/exporter.ts';
import { html } from '#main/exporters/html/index.ts';
import { json } from '#main/exporters/json/index.ts';
import { markdown } from '#main/exporters/markdown/index.ts';
import { misp } from '#main/exporters/misp/index.ts';
import type { ReportModel } from '#main/exporters/report-model.ts';
import { stix } from '#main/exporters/stix/index.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeNote, makeReportModel } from '../../support/report-models.ts';

const rich = [
  '# Finding',
  'The *loader* asks **evil.example** for `stage2.bin`,\nthen sleeps.',
  '1. isolate\n   - both *laptops*\n2. reinstall',
  '> He said [click](https://evil.example/a).',
  '```\n  GET /a|b\n```',
  '***',
  '<b>not bold</b>',
].join('\n\n');

const attacks = [
  '[x](javascript:alert(1))',
  '![x](https://evil.example/p.png)',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[a][b]\n\n[b]: https://evil.example "t"',
  '<https://evil.example/>',
  'https://evil.example/ and www.evil.example',
  '[^1]\n\n[^1]: https://evil.example',
  '| a | b |\n| - | - |\n| `|` | <b> |',
  '```\n````\n</code></pre><script>\n```',
  '````\n```\n</w:t><w:hyperlink>\n````',
  '````\n```\n<b>out of its fence</b>\n````',
  '# a\n## b\n####### c\n=====\n---',
  '- ***\n- ---\n-\n- - - a',
  '&lt;script&gt; &#60;b&#62; &#10;&#10;# no &#32;&#32;&#32;&#32;no',
  'a**!b**c *d***e** ***f***g',
  '**a\\***b* `` ` `` \\`x\\`',
  '<!-- a --> <?php ?> <![CDATA[ x ]]>',
  '> > > <div>\n> <a href="//evil.example">',
];

const withNotes = (texts: readonly string[], summary = rich): ReportModel => {
  const { case: plainCase } = makeReportModel([]);
  return makeReportModel([], {
    case: plainCase && { ...plainCase, summary },
    async *notes() {
      for (const [index, text] of texts.entries()) yield makeNote(text, { id: index + 1, by: 'R. Example' });
    },
  });
};

const render = (exporter: Exporter, model: ReportModel, defang = true): Promise<string> =>
  joinChunks(exporter.render(model, { defang, sections: ['summary', 'notes'] }));

async function renderWord(model: ReportModel): Promise<Record<string, string>> {
  const parts: Buffer[] = [];
  for await (const chunk of docx.render(model, { defang: true })) parts.push(Buffer.from(chunk));
  return Object.fromEntries(
    Object.entries(unzipSync(Buffer.concat(parts))).map(([name, bytes]) => [name, strFromU8(bytes)]),
  );
}

/** Kinds of nodes that a reader of Markdown finds in a text. */
function kindsOf(text: string): ReadonlySet<string> {
  const kinds = new Set<string>();
  const visit = (node: { readonly type: string; readonly children?: readonly { readonly type: string }[] }): void => {
    kinds.add(node.type);
    for (const child of node.children ?? []) visit(child);
  };
  visit(fromMarkdown(text));
  return kinds;
}

describe('notes and summary in reports', () => {
  it('are elements in HTML, below the level of their section', async () => {
    const text = await render(html, withNotes([rich]));
    expect(text).toContain('<h3><bdi>Finding</bdi></h3>');
    expect(text).toContain('<h4><bdi>Finding</bdi></h4>');
    expect(text).toContain(
      '<p><bdi>The </bdi><em><bdi>loader</bdi></em><bdi> asks </bdi><strong><bdi>evil[.]example</bdi></strong><bdi> for </bdi><code><bdi>stage2.bin</bdi></code><bdi>,<br>then sleeps.</bdi></p>',
    );
    expect(text).toContain('<blockquote><p><bdi>He said click (hxxps[://]evil[.]example/a).</bdi></p>');
    expect(text).toContain('<pre><code><bdi>  GET /a|b</bdi></code></pre>');
    expect(text).toContain('<p><bdi>&lt;b&gt;not bold&lt;/b&gt;</bdi></p>');
    expect(text).toMatch(/<ol>\n<li><p><bdi>isolate<\/bdi><\/p>\n<ul>/);
  });

  it('are written anew in Markdown, and read again they say the same', async () => {
    const text = await render(markdown, withNotes([rich]));
    expect(text).toContain('\n#### Finding\n');
    expect(text).toContain('\nThe *loader* asks **evil\\[\\.\\]example** for ` stage2.bin `\\,\\\nthen sleeps\\.\n');
    expect(text).toContain('\n1. isolate\n\n   - both *laptops*\n2. reinstall\n');
    expect(text).toContain('\n> He said click \\(hxxps\\[\\:\\/\\/\\]evil\\[\\.\\]example\\/a\\)\\.\n');
    expect(text).toContain('\n```\n  GET /a|b\n```\n');
    expect([...kindsOf(text)].toSorted()).toEqual(
      'blockquote break code emphasis heading inlineCode list listItem paragraph root strong text thematicBreak'.split(
        ' ',
      ),
    );
  });

  it('are written in Markdown without a look whose marks would be read as text', async () => {
    const text = await render(markdown, withNotes(['**a\u200B**b and **strong**']));
    expect(text).toContain('\na⟨U\\+200B⟩b and **strong**\n');
    expect(text).toContain('**strong**');
  });

  it('have real styles in Word', async () => {
    const parts = await renderWord(withNotes([rich]));
    const body = parts['word/document.xml'] ?? '';
    for (const style of ['Heading2', 'Heading3', 'Quote', 'CodeBlock', 'Rule', 'ListNumber', 'ListItem', 'Strong'])
      expect(body).toContain(`w:val="${style}"`);
    const styles = parts['word/styles.xml'] ?? '';
    for (const [, style] of body.matchAll(/<w:[pr]Style w:val="([^"]+)"/g))
      expect(styles).toContain(`w:styleId="${style}"`);
    expect(body).toContain('hxxps[://]evil[.]example/a');
    expect(body).not.toContain('evil.example');
  });

  it('keep exact text where it is asked for, and targets defanged all the same', async () => {
    const text = await render(html, withNotes(['evil.example [x](https://evil.example)']), false);
    expect(text).toContain('<p><bdi>evil.example x (hxxps[://]evil[.]example)</bdi></p>');
  });

  it('give the same bytes each time', async () => {
    const model = withNotes([rich, ...attacks]);
    for (const exporter of [html, markdown]) expect(await render(exporter, model)).toBe(await render(exporter, model));
    expect(await renderWord(model)).toEqual(await renderWord(model));
  });

  it.each([stix, misp, json].map((exporter) => [exporter.id, exporter] as const))(
    'go unchanged into %s',
    async (_id, exporter) => {
      const source = '**bold** [x](https://evil.example)';
      expect(await joinChunks(exporter.render(withNotes([source]), { defang: true }))).toContain(source);
    },
  );
});

it('code and blanks in a Markdown report show what nobody would see, and make no code of text', async () => {
  const text = await render(markdown, withNotes(['```\na\u202Eb\tc\n```', 'a `\uFEFF` b'], ''));
  expect(text).toContain('\n```\na⟨U+202E⟩b    c\n```\n');
  expect(text).toContain('⟨U\\+FEFF⟩');
  expect(text).not.toMatch(/[\u202E\uFEFF]/);
  expect(kindsOf(await render(markdown, withNotes(['&#32;&#32;&#32;&#32;x'], '')))).not.toContain('code');
});

describe('attacks in Markdown', () => {
  const texts = [...attacks, ...nastyValues];

  it.each(texts)('leave no link, image, HTML or reference in a Markdown report: %j', async (text) => {
    const kinds = kindsOf(await render(markdown, withNotes([text], text)));
    for (const kind of ['link', 'linkReference', 'image', 'imageReference', 'html', 'definition'])
      expect(kinds).not.toContain(kind);
  });

  it('leave no element or attribute but ours in an HTML report', async () => {
    const text = (await render(html, withNotes(texts))).replace(/^[\s\S]*<main>/, '');
    const own = /^(bdi|blockquote|br|code|em|h[2-6]|hr|li|main|ol|p|pre|span|strong|ul|wbr|div|footer|body|html)$/;
    for (const [, name = '', attributes = ''] of text.matchAll(/<\/?([^\s>]+)([^>]*)>/g)) {
      expect(name).toMatch(own);
      expect(attributes).toMatch(/^( class="[a-z ]+"| start="\d+")?$/);
    }
    expect(text).not.toMatch(/<h2>(?!Summary|Notes)/);
  });

  it('leave a Word report well-formed and without a link', async () => {
    const body = (await renderWord(withNotes(texts)))['word/document.xml'] ?? '';
    const names = new Set<string>();
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', ({ name }) => names.add(name));
    parser.write(body).close();
    expect([...names].filter((name) => /hyperlink|fld|instr|object|drawing/i.test(name))).toEqual([]);
  });
});
