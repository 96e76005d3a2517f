import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { docx } from '#main/exporters/docx/index.ts';
import { escapeXml, renderForeign } from '#main/exporters/docx/text.ts';
import type { ReportModel } from '#main/exporters/report-model.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeNote, makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

async function pack(model: ReportModel): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of docx.render(model, { defang: true })) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

const unpack = async (model: ReportModel): Promise<Record<string, string>> =>
  Object.fromEntries(Object.entries(unzipSync(await pack(model))).map(([name, bytes]) => [name, strFromU8(bytes)]));

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Elements and text of a part; throws where it is not well-formed. */
function readXml(text: string): { readonly elements: readonly Element[]; readonly text: string } {
  const elements: Element[] = [];
  let content = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes }));
  parser.on('text', (piece) => {
    content += piece;
  });
  parser.write(text).close();
  return { elements, text: content };
}

const nasty = makeReportModel(
  nastyValues.map((text) =>
    makeReportIndicator('other', text, { comment: text, role: text, observation: { vendorScore: text, rule: text } }),
  ),
  {
    async *notes() {
      for (const [index, text] of nastyValues.entries()) yield makeNote(text, { id: index });
    },
  },
);

describe('Word report', () => {
  it('keeps the line breaks of foreign text as breaks', () => {
    const line = (text: string) => renderForeign(text, undefined).split('<w:r><w:br/></w:r>');
    expect(line('a\r\nb\rc\nd').map((run) => run.replace(/<[^>]*>/g, ''))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('escapes each character that could open an element, an attribute or an entity', () => {
    expect(escapeXml('&<>"')).toBe('&amp;&lt;&gt;&quot;');
  });

  it('is a package of the parts that it names, and of nothing else', async () => {
    const parts = await unpack(nasty);
    expect(Object.keys(parts)).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'word/_rels/document.xml.rels',
      'word/numbering.xml',
      'docProps/core.xml',
      'word/styles.xml',
      'word/header1.xml',
      'word/footer1.xml',
      'word/document.xml',
    ]);
    const named = readXml(parts['[Content_Types].xml'] ?? '').elements.flatMap(
      ({ attributes }) => attributes['PartName'] ?? [],
    );
    for (const name of named) expect(parts).toHaveProperty([name.slice(1)]);
    const ids = readXml(parts['word/_rels/document.xml.rels'] ?? '').elements.flatMap(
      ({ attributes }) => attributes['Id'] ?? [],
    );
    for (const [, id] of (parts['word/document.xml'] ?? '').matchAll(/r:id="([^"]+)"/g)) expect(ids).toContain(id);
  });

  it('sets a time on two lines where a column is narrow, between date and time of day, else on one', async () => {
    const { 'word/document.xml': body = '' } = await unpack(
      makeReportModel([makeReportIndicator('domain', 'evil.example')]),
    );
    expect(body).toMatch(/>2026-11-19T<\/w:t><\/w:r><w:r><w:br\/><\/w:r><w:r><w:t[^>]*>12:00:00\.000Z</);
    const tables = body.split('<w:tbl>');
    const provenance = tables.find((table) => table.includes('w:val="provenance"')) ?? '';
    expect(provenance).toContain('>2026-11-20T12:00:00.000Z</w:t>');
  });

  it('leads nowhere: no link, no field but page numbers, no object, whatever the text says', async () => {
    const parts = await unpack(nasty);
    for (const [name, text] of Object.entries(parts)) {
      const { elements } = readXml(text);
      for (const { name: element, attributes } of elements) {
        expect(element, name).not.toMatch(
          /hyperlink|instrText|fldChar|object|pict|drawing|altChunk|attachedTemplate|subDoc|smartTag|sdt/i,
        );
        expect(attributes, name).not.toHaveProperty('TargetMode');
        if (element === 'w:fldSimple')
          expect([name, attributes['w:instr']]).toEqual([
            'word/footer1.xml',
            expect.stringMatching(/^ (PAGE|NUMPAGES) $/),
          ]);
      }
    }
  });

  it('uses only styles that it defines', async () => {
    const parts = await unpack(nasty);
    const defined = new Set(
      readXml(parts['word/styles.xml'] ?? '').elements.flatMap(({ name, attributes }) =>
        name === 'w:style' ? (attributes['w:styleId'] ?? []) : [],
      ),
    );
    const used = Object.values(parts).flatMap((text) =>
      [...text.matchAll(/<w:(?:p|r|tbl)Style w:val="([^"]+)"/g)].map(([, id]) => id ?? ''),
    );
    expect([...new Set(used)].filter((id) => !defined.has(id))).toEqual([]);
    for (const id of ['Title', 'Heading1', 'Heading2', 'ReportTable', 'Value', 'HiddenMark'])
      expect(used).toContain(id);
  });

  it('keeps the lines of a chart together', async () => {
    const parts = await unpack(
      makeReportModel([makeReportIndicator('domain', 'evil.example'), makeReportIndicator('ipv4', '192.0.2.1')]),
    );
    const style = /<w:style [^>]*w:styleId="ChartText">.*?<\/w:style>/.exec(parts['word/styles.xml'] ?? '')?.[0];
    expect(style).toContain('<w:keepNext/>');
    const [, chart = ''] = /Indicators by type(.*?)<\/w:tbl>/.exec(parts['word/document.xml'] ?? '') ?? [];
    const rows = [...chart.matchAll(/<w:tr>.*?<\/w:tr>/g)].map(([row]) => row.includes('"ChartText"'));
    // The last one lets go: what follows may stand on another page.
    expect(rows).toEqual([true, true, false]);
  });

  it('shows hidden characters as marks and holds none', async () => {
    const { text } = readXml((await unpack(nasty))['word/document.xml'] ?? '');
    expect(text).toContain('U+202E');
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}/u);
  });

  it('bears the mark on each page, and page numbers', async () => {
    const parts = await unpack(makeReportModel([makeReportIndicator('domain', 'evil.example')]));
    expect(parts['word/header1.xml']).toContain('TLP:AMBER+STRICT');
    expect(parts['word/header1.xml']).toContain('CASE-0001');
    expect(parts['word/footer1.xml']).toContain('TLP:AMBER+STRICT');
    expect(parts['word/footer1.xml']).toContain(' NUMPAGES ');
  });

  it('says of itself the case number, the tool and the time of the data only', async () => {
    const { text } = readXml((await unpack(nasty))['docProps/core.xml'] ?? '');
    expect(text.trim()).toBe('CASE-0001Sightline 0.1.02026-11-20T12:00:00Z2026-11-20T12:00:00Z');
  });

  it('defangs values of every type', async () => {
    const model = makeReportModel([makeReportIndicator('url', 'https://evil.example/a?b=c')]);
    const { text } = readXml((await unpack(model))['word/document.xml'] ?? '');
    expect(text).toContain('hxxps[://]evil[.]example/a?b=c');
    expect(text).not.toContain('https://evil.example');
  });

  it('gives the same bytes for the same case', async () => {
    expect((await pack(nasty)).equals(await pack(nasty))).toBe(true);
  });
});
