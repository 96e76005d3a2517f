import { describe, expect, it } from 'vitest';
import { csvMappingSchema } from '#shared/model/import.ts';
import { namesOf, readText } from '../../support/import-texts.ts';

describe('tables', () => {
  it.each([
    ['comma', 'ioc,type,tags\nevil[.]example,domain,a;b\n198.51.100.3,ip,\n'],
    ['semicolon', 'ioc;type;tags\r\nevil.example;hostname;a,b\r\n198.51.100.3;ip;\r\n'],
    ['tab', '\uFEFFIOC\tType\tTags\nevil.example\tFQDN\ta|b\n198.51.100.3\tIP\t\n'],
  ])('of others with a header, separated by %s', (_name, text) => {
    const file = readText(text);
    expect(file.passedOver).toEqual([]);
    expect(namesOf(file)).toEqual(['domain evil.example', 'ipv4 198.51.100.3']);
    expect(file.rows[0]?.draft.tags).toEqual(['a', 'b']);
  });

  it('without a header are read by the column that holds indicators', () => {
    const file = readText('1,evil.example,x\n2,198.51.100.3,y\n3,nothing at all,z\n');
    expect(namesOf(file)).toEqual(['domain evil.example', 'ipv4 198.51.100.3']);
    expect(file.columns).toMatchObject({
      mapping: { hasHeader: false, columns: { value: '2' } },
      names: ['Column 1', 'Column 2', 'Column 3'],
    });
    expect(file.passedOver).toEqual([
      { place: 'line 3', what: 'nothing at all', reason: 'It looks like no kind of indicator.', kind: 'refused' },
    ]);
  });

  it('a plain list is a table of one column', () => {
    expect(namesOf(readText('evil.example\nhttp://a.example/x?y=1\n\n198.51.100.3\n'))).toEqual([
      'domain evil.example',
      'url http://a.example/x?y=1',
      'ipv4 198.51.100.3',
    ]);
  });

  it('are read as a mapping says', () => {
    const text = 'when;what;how bad;who;ours\n2026-01-02;a b\\c;55;Jane;suspicious\n';
    const { rows, passedOver } = readText(text, {
      mapping: {
        delimiter: ';',
        hasHeader: true,
        columns: { value: 'what', firstSeen: 'WHEN', score: '3', source: 'who', verdict: 'ours' },
        defaultType: 'path',
      },
    });
    expect(passedOver).toEqual([]);
    expect(rows[0]).toMatchObject({
      triage: { verdict: 'suspicious', state: 'new' },
      draft: {
        type: 'path',
        value: 'a b\\c',
        score: 55,
        vendorScore: '55',
        firstSeenMs: Date.parse('2026-01-02T00:00:00Z'),
        sources: [{ name: 'Jane', intent: 'unstated' }],
      },
    });
  });

  it('say which column of a mapping is not there', () => {
    const mapping = { delimiter: ',', hasHeader: true, columns: { value: 'nope' }, defaultType: null } as const;
    const { rows, notes } = readText('a,b\nevil.example,1\n', { mapping });
    expect(rows).toEqual([]);
    expect(notes).toEqual([
      'There is no column “nope” for value.',
      'No column is known to hold indicators: say which one does.',
    ]);
  });

  it('lose the quotation mark that guards a formula, and only that', () => {
    const text = `value,type\n"'=cmd|' /C calc'!A0",path\n"'quoted'",path\n`;
    expect(readText(text).rows.map(({ draft }) => draft.received)).toEqual(
      ["=cmd|' /C calc'!A0", "'quoted'"].map((one) => (one === one.toLowerCase() ? null : one)),
    );
  });

  it('tell of types that are not kept', () => {
    const { passedOver } = readText('value,type\nx,mutex\nno pe,domain\n');
    expect(passedOver.map(({ place, reason }) => [place, reason])).toEqual([
      ['line 2', '“mutex” is no type that is kept.'],
      ['line 3', 'It is no domain name.'],
    ]);
  });

  it('keep every column as it stands, also where headers are equal or begin alike', () => {
    const long = 'x'.repeat(200);
    const { rows, columns } = readText(`value,note,note,note (2),${long}1,${long}2\nevil.example,a,b,c,d,e\n`);
    expect(Object.values(JSON.parse(rows[0]?.draft.raw ?? '') as object)).toEqual([
      'evil.example',
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
    expect(columns?.names.slice(0, 4)).toEqual(['value', 'note', 'note (3)', 'note (2)']);
  });

  describe('with headers longer than are shown', () => {
    const long = (end: string): string => `Indicator of compromise ${'as told by the partner '.repeat(12)}${end}`;
    const headers = [long('(was)'), long('(is)'), 'who'];
    const text = `${headers.map((header) => `"${header}"`).join(',')}\nold.example,evil.example,Jane\n`;
    const mapping = (value: string) =>
      ({ delimiter: ',', hasHeader: true, columns: { value }, defaultType: null }) as const;

    it('are named by the whole header, in any case and however it is broken', () => {
      expect(namesOf(readText(text, { mapping: mapping(long('(is)')) }))).toEqual(['domain evil.example']);
      expect(namesOf(readText(text, { mapping: mapping(long('(WAS)').replace('told by', 'told\n by')) }))).toEqual([
        'domain old.example',
      ]);
      expect(readText(text, { mapping: mapping(long('(else)')) }).notes[0]).toContain('There is no column');
    });

    it('are named as they are shown, or by their number', () => {
      const [first = '', second = ''] = readText(text).columns?.names ?? [];
      expect(first.length).toBeLessThan(130);
      expect(second).toBe(`${first} (2)`);
      expect(namesOf(readText(text, { mapping: mapping(second) }))).toEqual(['domain evil.example']);
      expect(namesOf(readText(text, { mapping: mapping('2') }))).toEqual(['domain evil.example']);
    });

    it('are guessed under a name that is kept', () => {
      const found = readText(`${headers.slice(0, 2).join(',')}\nnothing,evil.example\n`);
      expect(namesOf(found)).toEqual(['domain evil.example']);
      expect(csvMappingSchema.parse(found.columns?.mapping)).toEqual(found.columns?.mapping);
    });
  });

  it('keep what stands beyond the header, also where a column is called like it', () => {
    const lines = 'evil.example,a\n'.repeat(100);
    const { rows } = readText(`value,Column 3\n${lines}other.example,a,b\n`);
    expect(Object.values(JSON.parse(rows[1]?.draft.raw ?? '') as object)).toEqual(['other.example', 'a', 'b']);
  });

  it('keep two long values that begin alike apart, also in another version of the file', () => {
    const [one, other] = [1, 2].map((n) => `http://evil.example/${'a'.repeat(1_500)}${n}`);
    const keys = readText(`value\n${one}\n${other}\n`).rows.map(({ draft }) => draft.vendorKey);
    expect(new Set(keys).size).toBe(2);
    expect(Math.max(...keys.map(({ length }) => length))).toBeLessThanOrEqual(1_000);
    expect(readText(`value\n${other}\n${one}\n`).rows.map(({ draft }) => draft.vendorKey)).toEqual(keys.toReversed());
  });

  it('with a quotation mark that is never closed end with a sentence', () => {
    expect(() => readText(`value\n"${'x\n'.repeat(700_000)}`, { format: 'csv' })).toThrow(/no table that can be read/);
  });
});

const openioc = (body: string) => `<?xml version="1.0" encoding="utf-8"?>
<OpenIOC xmlns="http://openioc.org/schemas/OpenIOC_1.1" id="x"><metadata><short_description>Stuxnet &amp; friends</short_description>
<authored_by>Jane</authored_by><links><link rel="tlp">amber</link></links></metadata>
<criteria><Indicator operator="OR" id="r">${body}</Indicator></criteria></OpenIOC>`;
const item = (search: string, content: string, more = 'condition="is"') =>
  `<IndicatorItem id="i-${search}" ${more}><Context document="x" search="${search}" type="mir"/><Content type="string">${content}</Content></IndicatorItem>`;

describe('OpenIOC of others', () => {
  it('gives values, paths in two parts, and hashes of one file', () => {
    const file = readText(
      openioc(
        item('DnsEntryItem/Host', 'evil.example') +
          `<Indicator operator="AND">${item('FileItem/FilePath', 'C:\\Temp')}${item('FileItem/FileName', 'x.exe')}</Indicator>` +
          `<Indicator operator="AND">${item('FileItem/Md5sum', 'd41d8cd98f00b204e9800998ecf8427e')}${item('FileItem/Sha1sum', 'da39a3ee5e6b4b0d3255bfef95601890afd80709')}</Indicator>` +
          `<Indicator operator="AND">${item('PortItem/remoteIP', '198.51.100.3')}${item('PortItem/remotePort', '443')}</Indicator>`,
      ),
    );
    expect(file).toMatchObject({ format: 'openioc', title: 'Stuxnet & friends', author: 'Jane', passedOver: [] });
    expect(namesOf(file)).toEqual([
      'domain evil.example',
      'path c:\\temp\\x.exe',
      'md5 d41d8cd98f00b204e9800998ecf8427e',
      'sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709',
      'ipv4 198.51.100.3',
    ]);
    expect(file.rows[2]?.draft.derived).toHaveLength(1);
    expect(file.rows[4]?.comment).toBe('Looked for with PortItem/remotePort 443.');
    expect(file.rows[0]?.draft.tags).toEqual(['tlp:amber']);
  });

  it('is known behind comments', () => {
    const text = openioc(item('Network/DNS', 'evil.example')).replace('?>', '?> <!-- one -->\n<!----><!-- <x> -->');
    expect(readText(text)).toMatchObject({ format: 'openioc', passedOver: [] });
  });

  it.each([`${'<!---->'.repeat(100_000)}x`, '<!--'.repeat(100_000), `${'<!-- '.repeat(100_000)}-->`])(
    'is not found in mere comments, soon',
    (text) => {
      expect(() => readText(text)).toThrow(/no format that can be imported/);
    },
  );

  it('tells of what is not kept', () => {
    const { rows, passedOver } = readText(
      openioc(
        item('ProcessItem/name', 'x') +
          item('Network/DNS', 'evil', 'condition="contains"') +
          item('Network/DNS', 'evil.example', 'condition="is" negate="true"') +
          item('PortItem/remoteIP', 'nowhere'),
      ),
    );
    expect(rows).toEqual([]);
    expect(passedOver.map(({ kind }) => kind)).toEqual(['skipped', 'skipped', 'skipped', 'refused']);
  });

  it.each([
    [
      'entities',
      `<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]>${openioc('&c;').slice(39)}`,
      /document type|XML/,
    ],
    ['an entity of its own', openioc('&own;'), /not well-formed/],
    ['no end', openioc('').slice(0, -20), /not well-formed/],
    ['depth', openioc('<Indicator>'.repeat(200)), /too deep/],
  ])('with %s is refused', (_name, text, reason) => {
    expect(() => readText(text, { format: 'openioc' })).toThrow(reason);
  });
});

it('what is of no format is refused with a way on', () => {
  expect(() => readText('{"a":1}')).toThrow(/no format that can be imported/);
  expect(() => readText('{"a":1}', { format: 'stix' })).toThrow(/no STIX bundle/);
  expect(() => readText('{"a":1}', { format: 'misp' })).toThrow(/no MISP event/);
});
