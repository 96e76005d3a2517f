import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { ExportOptions } from '#main/exporters/exporter.ts';
import { escapeXml } from '#main/exporters/openioc/escape.ts';
import { openioc } from '#main/exporters/openioc/index.ts';
import { makeManyIndicators } from '../../support/exports/many-indicators.ts';
import { findOpenIocFaults } from '../../support/exports/openioc-structure.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

async function render(model: ReturnType<typeof makeReportModel>, options: Partial<ExportOptions> = {}) {
  let leftOut = 0;
  const onLeftOut = (): void => {
    leftOut += 1;
  };
  const text = await joinChunks(openioc.render(model, { defang: true, onLeftOut, ...options }));
  return { text, leftOut, terms: readTerms(text), elements: readElements(text) };
}

/** Parsed by a strict XML parser: not well-formed is an error. */
function parse(text: string, onText: (element: string, text: string, search: string) => void): Set<string> {
  const names = new Set<string>();
  const open: string[] = [];
  let search = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    names.add(name);
    open.push(name);
    if (name === 'Context') search = String(attributes['search']);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', (content) => onText(open.at(-1) ?? '', content, search));
  parser.write(text).close();
  return names;
}

function readTerms(text: string): readonly (readonly [search: string, content: string])[] {
  const terms: [string, string][] = [];
  parse(text, (element, content, search) => {
    if (element === 'Content') terms.push([search, content]);
  });
  return terms;
}

const readElements = (text: string): readonly string[] => [...parse(text, () => undefined)].sort();

const own =
  'Content Context Indicator IndicatorItem OpenIOC authored_by authored_date criteria description link links metadata short_description'.split(
    ' ',
  );

describe('OpenIOC', () => {
  it('escapes each character that could open something or that parsers rewrite, and replaces what XML forbids', () => {
    expect(escapeXml('&<>"\'\t\n\r')).toBe('&amp;&lt;&gt;&quot;&#39;&#9;&#10;&#13;');
    expect(escapeXml('\0\u001B\uFFFE\uD800x')).toBe('\uFFFD\uFFFD\uFFFD\uFFFDx');
  });

  it('is well-formed and carries every value it has a term for', async () => {
    const members = makeManyIndicators(20_000);
    const { text, terms, leftOut, elements } = await render(makeReportModel(members), { includeHarmless: true });
    expect(findOpenIocFaults(text)).toEqual([]);
    expect(elements).toEqual(own);
    expect(leftOut).toBe(members.filter(({ indicator }) => indicator.type === 'other').length);
    const values = new Set(terms.map(([, content]) => content));
    const missing = members.filter(
      ({ indicator }) =>
        !/^(other|network_stream)$/.test(indicator.type) &&
        !values.has(indicator.value) &&
        !values.has(indicator.received ?? ''),
    );
    expect(missing).toEqual([]);
  }, 300_000);

  it('is refused by the check of its structure whatever is broken in it', async () => {
    const listed = { lists: ['A list'], indicator: { flags: ['listed' as const] } };
    const { text } = await render(
      makeReportModel([
        makeReportIndicator('ipv4', '198.51.100.3', listed),
        makeReportIndicator('md5', 'd41d8cd98f00b204e9800998ecf8427e'),
        makeReportIndicator('network_stream', '10.0.0.1:1->198.51.100.3:443'),
        makeReportIndicator('user_agent', 'curl/8'),
      ]),
      { includeHarmless: true },
    );
    expect(findOpenIocFaults(text)).toEqual([]);
    const [, group = ''] = /( *<Indicator operator="AND".*?<\/Indicator>\n)/s.exec(text) ?? [];
    const [, id = ''] = /<Indicator operator="OR" id="([^"]+)"/.exec(text) ?? [];
    const breaks: readonly (readonly [string | RegExp, string])[] = [
      ['OpenIOC_1.1', 'OpenIOC_1.0'],
      [/<metadata>.*<\/metadata>/s, ''],
      [/criteria>/g, 'definition>'],
      [/<authored_date>.*/, ''],
      [/(<authored_by>.*\n)( *<authored_date>.*\n)/, '$2$1'],
      [/<authored_date>[^<]*/, '<authored_date>yesterday'],
      [/last-modified="[^"]*"/, ''],
      [/published-date="[^"]*"/, 'published-date="2026-11-20"'],
      [/ id="[^"]+"/, ' id="1"'],
      ['operator="OR"', 'operator="XOR"'],
      [/<IndicatorItem id="[^"]+"/, '<IndicatorItem'],
      [/<IndicatorItem id="[^"]+"/, `<IndicatorItem id="${id}"`],
      ['condition="is"', 'condition="isnot"'],
      [' negate="false"', ''],
      [' preserve-case="false"', ' preserve-case="no"'],
      [/<Context[^>]*>/, ''],
      [/<Content [^>]*>[^<]*<\/Content>/, ''],
      ['search="PortItem/remoteIP"', 'search="PortItem/remoteAddress"'],
      ['document="PortItem"', 'document="Network"'],
      ['type="mir"', ''],
      ['type="md5"', 'type="string"'],
      ['d41d8cd98f00b204e9800998ecf8427e', 'd41d8'],
      ['type="int">443', 'type="int">https'],
      [/ref-id="[^"]+"/, 'ref-id="00000000-0000-5000-8000-000000000000"'],
      [/<value>.*<\/value>/, ''],
      ['rel="tlp"', ''],
      [/<link [^>]*>[^<]*/, '<link rel="tlp">white'],
      [group, ''],
      [/(<Indicator operator="OR"[^>]*>\n)/, `$1${group}`],
    ];
    const unseen = breaks.filter(([what, by]) => {
      const broken = text.replace(what, by);
      expect(broken).not.toBe(text);
      return findOpenIocFaults(broken).length === 0;
    });
    // A group that is left out leaves a valid document.
    expect(unseen).toEqual([[group, '']]);
  });

  it('tells a stream as address and port together', async () => {
    const { terms, text } = await render(
      makeReportModel([makeReportIndicator('network_stream', '10.0.0.1:1->198.51.100.3:443')]),
    );
    expect(terms).toEqual([
      ['PortItem/remoteIP', '198.51.100.3'],
      ['PortItem/remotePort', '443'],
    ]);
    expect(text).toContain('operator="AND"');
  });

  it('writes the name of a list of harmless values as text', async () => {
    const model = makeReportModel([
      makeReportIndicator('ipv4', '9.9.9.9', { lists: ['</value><evil/>&'], indicator: { flags: ['listed'] } }),
    ]);
    const { elements } = await render(model, { includeHarmless: true });
    expect(elements).toContain('value');
    expect(elements).not.toContain('evil');
  });

  it('leaves out what is harmless unless asked for, and refuses an empty file', async () => {
    const benign = makeReportIndicator('domain', 'good.example', { indicator: { verdict: 'benign' } });
    const evil = makeReportIndicator('domain', 'evil.example');
    const { terms, leftOut } = await render(makeReportModel([evil, benign]));
    expect([terms.length, leftOut]).toEqual([1, 1]);
    await expect(render(makeReportModel([benign]))).rejects.toMatchObject({ code: 'state.notFound' });
  });

  it('of hostile text is well-formed, has no element but its own and the same text', async () => {
    const members = nastyValues.map((text) => makeReportIndicator('user_agent', text));
    const model = makeReportModel(members, { author: '<a>&' });
    const { terms, elements } = await render({ ...model, case: model.case && { ...model.case, summary: ']]><x>' } });
    expect(elements).toEqual(own);
    const contents = new Set(terms.map(([, content]) => content));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML forbids
    const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu;
    const missing = nastyValues.filter((text) => text !== '' && !contents.has(text.replace(forbidden, '\uFFFD')));
    expect(missing).toEqual([]);
  });

  it('is the same to the byte when written again', async () => {
    const model = makeReportModel(makeManyIndicators(300));
    expect((await render(model)).text).toBe((await render(model)).text);
  });
});
