import { describe, expect, it } from 'vitest';
import { checkQuery, parseQuery } from '#main/domain/query/parse-query.ts';
import { type Condition, defaultSort } from '#main/domain/query/plan.ts';
import { writeAnyOf } from '#shared/text/value-lists.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const whereOf = (text: string): Condition => parseQuery(text, { nowMs }).where;

const exact = (type: string, value: string): unknown => ({ kind: 'exact', type, value });
const text = (value: string): unknown => ({ kind: 'text', text: value });
const word = (field: string, pattern: string): unknown => ({ kind: 'word', field, pattern });
const all = (...of: readonly unknown[]): unknown => ({ kind: 'all', of });
const any = (...of: readonly unknown[]): unknown => ({ kind: 'any', of });
const not = (of: unknown): unknown => ({ kind: 'not', of });
const pattern = (...pieces: string[]): object => ({ kind: 'value', pieces, anchoredStart: true, anchoredEnd: true });
const loose = (...pieces: string[]): object => ({ ...pattern(...pieces), anchoredStart: false, anchoredEnd: false });
const network = (first: string, last: string): unknown => ({ kind: 'ip', first, last });
const ipv4Zeros = '00000000000000000000ffff';

describe('free text', () => {
  it.each(['', '   ', '*', '**'])('%j finds everything', (query) => {
    expect(parseQuery(query, { nowMs })).toEqual({ where: all(), sort: defaultSort, includeDerived: false });
  });

  it.each<[query: string, where: unknown]>([
    ['evil', text('evil')],
    ['EVIL', text('evil')],
    ['"two words"', text('two words')],
    ['"say \\"hi\\" \\\\ C:\\x"', text('say "hi" \\ c:\\x')],
    ['"203.0.113.9"', text('203.0.113.9')],
    ['"AND"', text('and')],
    ['and', text('and')],
    ['evil[.]exa', text('evil.exa')],
    ['hxxp://evil[.]exa', exact('url', 'http://evil.exa/')],
    ['evil.com', text('evil.com')],
    ['Evil[.]COM.', any(text('evil.com'), text('evil.com.'))],
    ['evil [.] com', text('evil.com')],
    ['evil(dot)com', text('evil.com')],
    ['münchen.de', any(text('xn--mnchen-3ya.de'), text('münchen.de'))],
    ['C:\\Windows\\x.exe', text('c:\\windows\\x.exe')],
    ['HKLM\\Run', any(text('hkey_local_machine\\run'), text('hklm\\run'))],
    ['203.0.113.9:443', text('203.0.113.9:443')],
    ['localhost:8080/x', text('localhost:8080/x')],
    ['std::vector', text('std::vector')],
    ['a,b', text('a,b')],
    ['foo(bar)', text('foo(bar)')],
    ['ev*i\u200Bl', any(loose('ev', 'il'), loose('ev', 'i\u200Bl'))],
    ['*\u200B*', loose('\u200B')],
    ['evil*com', loose('evil', 'com')],
    ['lone\uD800', text('lone\uFFFD')],
    ['nul\0', text('nul\uFFFD')],
    ['ev\u200Bil', any(text('evil'), text('ev\u200Bil'))],
    ['\u200B', text('\u200B')],
    ['"\u200B\u2060"', text('\u200B\u2060')],
  ])('%j', (query, where) => {
    expect(whereOf(query)).toEqual(where);
  });
});

describe('lists', () => {
  const whole = (value: string): unknown => ({
    kind: 'value',
    pieces: [value],
    anchoredStart: true,
    anchoredEnd: true,
  });
  const list = any(exact('ipv4', '1.2.3.4'), whole('evil.com'), exact('url', 'https://evil.com/a,b'));

  it.each([
    '1.2.3.4\nevil.com\nhttps://evil.com/a,b',
    '  1.2.3[.]4\r\n\r\n# from the report\r\nEvil[.]com\r\nhxxps://evil[.]com/a,b\r\n',
    '1.2.3.4, evil.com, https://evil.com/a,b',
    '1.2.3.4; evil[.]com;\nhxxps[://]evil.com/a,b',
    '1.2.3.4 evil.com\nhttps://evil.com/a,b',
    'value:(1.2.3.4 OR evil.com OR "https://evil.com/a,b")',
  ])('%j: any of its values', (query) => {
    expect(whereOf(query)).toEqual(list);
  });

  it.each<[query: string, where: unknown]>([
    ['1.2.3.4 5.6.7.8', all(exact('ipv4', '1.2.3.4'), exact('ipv4', '5.6.7.8'))],
    ['evil\nphish', all(text('evil'), text('phish'))],
    ['type:domain\ntag:c2', all({ kind: 'type', anyOf: ['domain'] }, word('tag', 'c2'))],
    ['1.2.3.4\nOR\n5.6.7.8', any(exact('ipv4', '1.2.3.4'), exact('ipv4', '5.6.7.8'))],
    ['1.2.3.4\n-5.6.7.8', all(exact('ipv4', '1.2.3.4'), not(exact('ipv4', '5.6.7.8')))],
    ['\n1.2.3.4\n', exact('ipv4', '1.2.3.4')],
  ])('%j is none', (query, where) => {
    expect(whereOf(query)).toEqual(where);
  });

  it('are read at ten thousand values', () => {
    const values = Array.from({ length: 10_000 }, (_unused, at) => at.toString(16).padStart(64, '0'));
    for (const query of [values.join('\n'), writeAnyOf(values)]) {
      const where = whereOf(query);
      expect(where.kind === 'any' ? where.of.length : 0).toBe(10_000);
    }
  });
});

describe('bare indicators are exact, in any spelling', () => {
  const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
  it.each<[query: string, where: unknown]>([
    ['1.2.3[.]4', exact('ipv4', '1.2.3.4')],
    ['1.2.3(.)4', exact('ipv4', '1.2.3.4')],
    ['(1.2.3.4)', exact('ipv4', '1.2.3.4')],
    ['<1.2.3.4>,', exact('ipv4', '1.2.3.4')],
    ['2001:DB8::1', exact('ipv6', '2001:db8::1')],
    ['dead:beef::1', exact('ipv6', 'dead:beef::1')],
    ['[2001:db8::1]', exact('ipv6', '2001:db8::1')],
    ['::ffff:1.2.3.4', exact('ipv4', '1.2.3.4')],
    ['10.1.2.3/8', network(`${ipv4Zeros}0a000000`, `${ipv4Zeros}0affffff`)],
    ['2001:db8::/32', network(`20010db8${'0'.repeat(24)}`, `20010db8${'f'.repeat(24)}`)],
    ['https://evil.com:8443/a?b=c,d&e=(f)', exact('url', 'https://evil.com:8443/a?b=c,d&e=(f)')],
    ['hxxps[://]evil[.]com/a', exact('url', 'https://evil.com/a')],
    ['http://evil.com/a.', any(exact('url', 'http://evil.com/a.'), exact('url', 'http://evil.com/a'))],
    ['http://[2001:db8::1]:80/', exact('url', 'http://[2001:db8::1]/')],
    ['a@Evil.com', exact('email', 'a@evil.com')],
    ['a(at)evil(dot)com', exact('email', 'a@evil.com')],
    ['mailto:a@evil.com', exact('email', 'a@evil.com')],
    [md5.toUpperCase(), exact('md5', md5)],
    ['10.0.0.1:1->[::1]:2', exact('network_stream', '10.0.0.1:1->[::1]:2')],
    ['1.2.3.4,5.6.7.8,', any(exact('ipv4', '1.2.3.4'), exact('ipv4', '5.6.7.8'))],
    [`vt-url:${'a'.repeat(64)}`, exact('other', `vt-url:${'a'.repeat(64)}`)],
    ['-1.2.3.4', not(exact('ipv4', '1.2.3.4'))],
    ['1.2.3.4).', exact('ipv4', '1.2.3.4')],
    ['http://evil.com/a(', exact('url', 'http://evil.com/a(')],
    ['(http://evil.com/a( )', exact('url', 'http://evil.com/a(')],
    ['(http://evil.com/a)', exact('url', 'http://evil.com/a')],
    ['http://evil.com/a)', any(exact('url', 'http://evil.com/a)'), exact('url', 'http://evil.com/a'))],
    ['value:http://evil.com/a(b', exact('url', 'http://evil.com/a(b')],
  ])('%j', (query, where) => {
    expect(whereOf(query)).toEqual(where);
  });

  it.each<[query: string, included: boolean]>([
    ['1.2.3.4', true],
    ['value:1.2.3.4', true],
    ['value:evil.com', true],
    ['is:derived', true],
    ['evil', false],
    ['value:evil*', false],
    ['10.0.0.0/8', false],
    ['-1.2.3.4', false],
    ['-is:derived', false],
  ])('%j brings derived indicators: %s', (query, included) => {
    expect(parseQuery(query, { nowMs }).includeDerived).toBe(included);
  });

  it('brings no derived ones through the other side of a choice', () => {
    const where = any(exact('ipv4', '1.2.3.4'), all(word('tag', 'x'), not({ kind: 'is', flag: 'derived' })));
    expect(parseQuery('1.2.3.4 OR tag:x', { nowMs })).toMatchObject({ where, includeDerived: true });
  });
});

describe('operators', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(text);
  it.each<[query: string, where: unknown]>([
    ['a b', all(a, b)],
    ['a AND b', all(a, b)],
    ['a OR b c', any(a, all(b, c))],
    ['a b OR c d', any(all(a, b), all(c, d))],
    ['(a OR b) c', all(any(a, b), c)],
    ['NOT a b', all(not(a), b)],
    ['NOT(a OR b)', not(any(a, b))],
    ['-(a b)', not(all(a, b))],
    ['--a', a],
    ['NOT NOT -a', not(a)],
    ['((((a))))', a],
    ['src="b', text('src="b')],
  ])('%j', (query, where) => {
    expect(whereOf(query)).toEqual(where);
  });
});

describe('fields', () => {
  it.each<[query: string, where: unknown]>([
    ['value:x*', { kind: 'value', pieces: ['x'], anchoredStart: true, anchoredEnd: false }],
    ['value:*X', { kind: 'value', pieces: ['x'], anchoredStart: false, anchoredEnd: true }],
    ['value:*evil[.]com*', { kind: 'value', pieces: ['evil.com'], anchoredStart: false, anchoredEnd: false }],
    ['value:a*b', { kind: 'value', pieces: ['a', 'b'], anchoredStart: true, anchoredEnd: true }],
    ['value:a*b\u200Bc', any(pattern('a', 'bc'), pattern('a', 'b\u200Bc'))],
    ['value:a*\u200B', any({ ...pattern('a'), anchoredEnd: false }, pattern('a', '\u200B'))],
    ['value:\u200B*', { ...pattern('\u200B'), anchoredEnd: false }],
    ['value:*', all()],
    ['value:1.2.3[.]4', exact('ipv4', '1.2.3.4')],
    ['value:10.0.0.0/8', exact('cidr', '10.0.0.0/8')],
    ['value:http://evil.com/a,b', exact('url', 'http://evil.com/a,b')],
    ['value:Setup.EXE', { kind: 'value', pieces: ['setup.exe'], anchoredStart: true, anchoredEnd: true }],
    ['under:evil.com', { kind: 'under', host: 'evil.com' }],
    ['under:*.Evil[.]com.', { kind: 'under', host: 'evil.com' }],
    ['ip:10.0.0.0/8', network(`${ipv4Zeros}0a000000`, `${ipv4Zeros}0affffff`)],
    ['ip:10.0.0[.]7', network(`${ipv4Zeros}0a000007`, `${ipv4Zeros}0a000007`)],
    ['ip:2001:db8::1', network(`20010db8${'0'.repeat(23)}1`, `20010db8${'0'.repeat(23)}1`)],
    ['type:domain', { kind: 'type', anyOf: ['domain'] }],
    ['type:Domain,URL', { kind: 'type', anyOf: ['domain', 'url'] }],
    ['type:(sha* OR md5)', { kind: 'type', anyOf: ['sha1', 'sha256', 'md5'] }],
    ['severity:high OR severity:critical', { kind: 'severity', anyOf: ['high', 'critical'] }],
    ['-state:new', not({ kind: 'state', anyOf: ['new'] })],
    ['verdict:unknown', { kind: 'verdict', anyOf: ['unknown'] }],
    ['vendor:datadog', word('vendor', 'datadog')],
    ['VENDOR:Datadog', word('vendor', 'datadog')],
    ['vendor:(datadog AND crowdstrike)', all(word('vendor', 'datadog'), word('vendor', 'crowdstrike'))],
    ['vendor:(datadog OR -virustotal)', any(word('vendor', 'datadog'), not(word('vendor', 'virustotal')))],
    ['tag:"two words"', word('tag', 'two words')],
    ['tag:(a, "b, c")', any(word('tag', 'a'), word('tag', 'b, c'))],
    ['tag:apt*,x y', all(any(word('tag', 'apt*'), word('tag', 'x')), text('y'))],
    ['tag:-x', word('tag', '-x')],
    ['tag:a:b', word('tag', 'a:b')],
    ['tag:OR', word('tag', 'or')],
    ['tag:f(x)', word('tag', 'f(x)')],
    ['as_type:hosting asn:AS64500', all(word('as_type', 'hosting'), word('asn', 'as64500'))],
    ['case:7', word('case', 'case-0007')],
    ['case:CASE-0012', word('case', 'case-0012')],
    ['tlp:amber+strict', word('tlp', 'amber+strict')],
    ['is:expired', { kind: 'is', flag: 'expired' }],
    ['has:note,relation', any({ kind: 'has', what: 'note' }, { kind: 'has', what: 'relation' })],
  ])('%j', (query, where) => {
    expect(whereOf(query)).toEqual(where);
  });

  it.each<[query: string, min: number | null, max: number | null]>([
    ['80', 80, 80],
    ['>=80', 80, null],
    ['>80', 81, null],
    ['<80', null, 79],
    ['<=80', null, 80],
    ['50..80', 50, 80],
    ['50..', 50, null],
    ['..80', null, 80],
    ['>79.5', 80, null],
    ['<79.5', null, 79],
    ['*', null, null],
  ])('score:%s', (query, min, max) => {
    expect(whereOf(`score:${query}`)).toEqual({ kind: 'number', field: 'score', min, max });
  });

  it.each<[query: string, from: string | null, to: string | null]>([
    ['2026-11-01', '2026-11-01T00:00:00Z', '2026-11-02T00:00:00Z'],
    ['>2026-11-01', '2026-11-02T00:00:00Z', null],
    ['>=2026-11-01', '2026-11-01T00:00:00Z', null],
    ['<2026-11-01', null, '2026-11-01T00:00:00Z'],
    ['<=2026-11-01', null, '2026-11-02T00:00:00Z'],
    ['2026-11-01..2026-11-07', '2026-11-01T00:00:00Z', '2026-11-08T00:00:00Z'],
    ['2026-11-07..', '2026-11-07T00:00:00Z', null],
    ['>=2026-11-01T10:00', '2026-11-01T10:00:00Z', null],
    ['2026-11-01T10:00', '2026-11-01T10:00:00Z', '2026-11-01T10:01:00Z'],
    ['2026-11-01T10:00:05Z', '2026-11-01T10:00:05Z', '2026-11-01T10:00:06Z'],
    ['>=2026-11-01T10:00+02:00', '2026-11-01T08:00:00Z', null],
    ['>=2026-11-01T10:00:00.5-0130', '2026-11-01T11:30:00.500Z', null],
    ['>now-7d', '2026-11-14T12:00:00.001Z', null],
    ['>=now-90m', '2026-11-21T10:30:00Z', null],
    ['<now+1w', null, '2026-11-28T12:00:00Z'],
    ['now-2h..now', '2026-11-21T10:00:00Z', '2026-11-21T12:00:00.001Z'],
    ['>=0001-01-01', '0001-01-01T00:00:00Z', null],
    ['*', null, null],
  ])('last_seen:%s', (query, from, to) => {
    const fromMs = from === null ? null : Date.parse(from);
    const toMs = to === null ? null : Date.parse(to);
    expect(whereOf(`last_seen:${query}`)).toEqual({ kind: 'time', field: 'last_seen', fromMs, toMs });
  });

  it.each(['first_seen', 'last_seen', 'fetched', 'expires', 'triaged'])('%s is a time', (field) => {
    expect(whereOf(`${field}:>=2026-11-01`)).toMatchObject({ kind: 'time', field });
  });

  it.each<[query: string, later: string, than: string, orEqual: boolean]>([
    ['last_seen:>triaged', 'last_seen', 'triaged', false],
    ['last_seen:>=first_seen', 'last_seen', 'first_seen', true],
    ['fetched:<expires', 'expires', 'fetched', false],
    ['triaged:<=LAST_SEEN', 'last_seen', 'triaged', true],
  ])('%s compares two times', (query, field, than, orEqual) => {
    expect(whereOf(query)).toEqual({ kind: 'later', field, than, orEqual });
  });

  it.each(['last_seen:triaged', 'last_seen:>seen', 'last_seen:triaged..now', 'score:>triaged'])(
    '%s is refused',
    (query) => {
      expect(checkQuery(query, { nowMs })).toMatchObject({ error: { code: 'input.invalid' } });
    },
  );

  it.each<[query: string, field: string, pattern: string]>([
    ['live:DataDog', 'live', 'datadog'],
    ['expired:crowd*', 'expired', 'crowd*'],
    ['gone:*', 'gone', '*'],
    ['enforced:Prevent', 'enforced', 'prevent'],
  ])('%s asks about records', (query, field, pattern) => {
    expect(whereOf(query)).toEqual({ kind: 'record', field, pattern });
  });

  it.each<[query: string, sort: unknown]>([
    ['sort:-last_seen', [{ field: 'last_seen', descending: true }]],
    ['evil sort:score', [{ field: 'score', descending: false }]],
    [
      'sort:-score,value evil',
      [
        { field: 'score', descending: true },
        { field: 'value', descending: false },
      ],
    ],
    [
      'sort:-score sort:score,type',
      [
        { field: 'score', descending: true },
        { field: 'type', descending: false },
      ],
    ],
    ['evil', defaultSort],
  ])('%j', (query, sort) => {
    expect(parseQuery(query, { nowMs }).sort).toEqual(sort);
  });
});
