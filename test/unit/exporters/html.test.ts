import { describe, expect, it } from 'vitest';
import { buildDocument } from '#main/exporters/document/build-document.ts';
import { escapeHtml, renderForeign } from '#main/exporters/html/escape.ts';
import { html, renderPage } from '#main/exporters/html/index.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

const nasty = makeReportModel(
  nastyValues.map((text) =>
    makeReportIndicator('other', text, { comment: text, role: text, observation: { vendorScore: text } }),
  ),
  { query: '<script>' },
);

/** What an SVG of bars is made of. */
const drawing = new Set('role viewBox width height x y text-anchor'.split(' '));

const render = (model: typeof nasty, defang = true): Promise<string> => joinChunks(html.render(model, { defang }));

describe('HTML report', () => {
  it('escapes each character that could open a tag, an attribute or an entity', () => {
    expect(escapeHtml('&<>"\'`')).toBe('&amp;&lt;&gt;&quot;&#39;&#96;');
    expect(renderForeign('&lt;b>\r\n\u202E')).toBe('<bdi>&amp;lt;b&gt;<br><span class="hidden">U+202E</span></bdi>');
  });

  it('has no tag but its own, whatever the text says', async () => {
    const tags = new Set(
      [...(await render(nasty)).matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, name]) => name?.toLowerCase()),
    );
    const own =
      'bdi blockquote body br code dd desc div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 head header hr html li main meta ol p pre rect span strong style svg table tbody td text th thead title tr ul wbr !doctype'.split(
        ' ',
      );
    expect([...tags].filter((name) => !own.includes(name ?? ''))).toEqual([]);
  });

  it('has a title without hidden characters, where a mark would be a riddle', async () => {
    const list = makeReportModel([], { case: null, query: '<script>\u202E' });
    expect(await render(list)).toContain('<title>Indicators: &lt;script&gt;</title>');
  });

  it('forbids a reader everything but its own style', async () => {
    const text = await render(nasty);
    expect(text).toContain('<meta name="referrer" content="no-referrer">');
    const { groups } = /content="(?<policy>[^"]*)">/.exec(text) ?? {};
    expect(groups?.['policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'$/,
    );
  });

  it('has no attribute that could lead anywhere', async () => {
    const text = await render(nasty);
    expect(text).not.toMatch(/<[^>]*\s(href|src|srcdoc|style|on\w+)\s*=/i);
    const attributes = new Set(
      [...text.matchAll(/<[a-z0-9]+((?:\s+[a-z-]+="[^"]*")*)\s*>/gi)].flatMap(([, list]) =>
        [...(list ?? '').matchAll(/\s([a-z-]+)="/g)].map(([, name]) => name),
      ),
    );
    const own = 'aria-hidden aria-label charset class content http-equiv lang name scope';
    expect([...attributes].filter((name) => !own.split(' ').includes(name ?? ''))).toEqual(
      [...drawing].filter((name) => attributes.has(name)),
    );
    for (const [, value] of text.matchAll(/ (?:x|y|width|height)="([^"]*)"/g)) expect(value).toMatch(/^[\d.]+$/);
  });

  it('shows hidden characters as marks and contains none', async () => {
    const text = await render(nasty);
    expect(text).toContain('<span class="hidden">U+202E</span>');
    expect(text).toContain('<span class="hidden">U+0000</span>');
    expect(text.replace(/\n/g, '')).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}/u);
  });

  it('defangs values and the text around them, unless exact text is asked for', async () => {
    const model = makeReportModel([makeReportIndicator('url', 'https://evil.example/a?b=c')]);
    expect(await render(model)).toContain('hxxps[://]evil[.]example/a?b=c');
    expect(await render(model)).not.toContain('https://evil.example');
    expect(await render(model, false)).toContain('https://evil.example/a?b=c');
  });

  it('opens and closes with the mark', async () => {
    const text = await render(makeReportModel([makeReportIndicator('domain', 'evil.example')]));
    expect(text.match(/TLP:AMBER\+STRICT/g)?.length).toBeGreaterThanOrEqual(3);
    expect(text.indexOf('<header><div class="banner amber">TLP:AMBER+STRICT</div>')).toBeGreaterThan(0);
  });

  it('has the line that closes it on a screen only: sheets of paper bear it in their margins', async () => {
    const write = (place: 'screen' | 'paper') =>
      joinChunks(renderPage(buildDocument(makeReportModel([]), { defang: true }), place));
    expect(await write('screen')).toContain('<footer>');
    expect(await write('paper')).not.toContain('<footer>');
    expect(await write('paper')).toContain('@bottom-left { content: "TLP:AMBER+STRICT"');
  });

  it('gives the same bytes for the same model', async () => {
    expect(await render(nasty)).toBe(await render(nasty));
  });
});
