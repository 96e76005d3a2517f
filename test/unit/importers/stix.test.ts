import { describe, expect, it } from 'vitest';
import { namesOf, readValue } from '../../support/import-texts.ts';

const when = '2026-01-02T03:04:05.000Z';
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

function indicator(n: number, pattern: string, more: object = {}) {
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${uuid(n)}`,
    created: when,
    modified: when,
    pattern,
    pattern_type: 'stix',
    valid_from: when,
    ...more,
  };
}

const bundle = (...objects: readonly object[]) => ({ type: 'bundle', id: `bundle--${uuid(999)}`, objects });
const readPatterns = (...patterns: readonly string[]) =>
  readValue(bundle(...patterns.map((pattern, n) => indicator(n, pattern))));

describe('patterns of others', () => {
  it.each([
    ["[ipv4-addr:value = '198.51.100.3']", ['ipv4 198.51.100.3']],
    ["[ipv4-addr:value ISSUBSET '198.51.100.0/24']", ['cidr 198.51.100.0/24']],
    ["[ipv4-addr:value = '198.51.100.3/32']", ['cidr 198.51.100.3/32']],
    ["[domain-name:value = 'a.example' OR domain-name:value = 'b.example']", ['domain a.example', 'domain b.example']],
    ["[domain-name:value IN ('a.example', 'b.example')]", ['domain a.example', 'domain b.example']],
    [
      "[url:value = 'http://a.example/o\\'b'] AND [domain-name:value = 'b.example']",
      ["url http://a.example/o'b", 'domain b.example'],
    ],
    [
      "([url:value='http://a.example/'] FOLLOWEDBY [domain-name:value='b.example']) WITHIN 600 SECONDS",
      ['url http://a.example/', 'domain b.example'],
    ],
    ["[file:hashes.MD5 = 'D41D8CD98F00B204E9800998ECF8427E']", ['md5 d41d8cd98f00b204e9800998ecf8427e']],
    [
      "[file:hashes.'SHA-1' = 'da39a3ee5e6b4b0d3255bfef95601890afd80709']",
      ['sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ],
    ["[file:name = 'x.exe' AND file:parent_directory_ref.path = 'C:\\\\Temp']", ['path c:\\temp\\x.exe']],
    ["[file:name = 'y' AND file:parent_directory_ref.path = '/tmp']", ['path /tmp/y']],
    ["[windows-registry-key:key = 'HKLM\\\\Software\\\\X']", ['registry_key hkey_local_machine\\software\\x']],
    [
      "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.3' AND network-traffic:dst_port = 443]",
      ['ipv4 198.51.100.3'],
    ],
    [
      "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'evil/1.0']",
      ['user_agent evil/1.0'],
    ],
    ["[email-message:from_ref.value = 'a@evil.example']", ['email a@evil.example']],
    [
      "[(domain-name:value = 'a.example' OR (domain-name:value = 'b.example')) AND file:size > 3]",
      ['domain a.example', 'domain b.example'],
    ],
  ])('%s', (pattern, names) => {
    expect(namesOf(readPatterns(pattern))).toEqual(names);
  });

  it('hashes that hold together are of one file, alternatives are not said to be', () => {
    const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
    const sha1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
    const of = (word: string) =>
      readPatterns(`[file:hashes.MD5 = '${md5}' ${word} file:hashes.'SHA-1' = '${sha1}']`).rows.map(
        ({ draft }) => draft.derived,
      );
    expect(of('AND')).toEqual([
      [{ type: 'sha1', value: sha1, relation: 'same_file' }],
      [{ type: 'md5', value: md5, relation: 'same_file' }],
    ]);
    expect(of('OR')).toEqual([[], []]);
  });

  it.each([
    ["[domain-name:value LIKE '%.example']", 'skipped'],
    ["[domain-name:value NOT = 'a.example']", 'skipped'],
    ["[domain-name:value != 'a.example']", 'skipped'],
    ["[mutex:name = 'x']", 'skipped'],
    ["[file:hashes.'SHA-512' = 'abc']", 'skipped'],
    ['[network-traffic:dst_port = 443]', 'skipped'],
    ["[ipv4-addr:value = '999.1.1.1']", 'refused'],
    ["[domain-name:value = 'a.example'", 'refused'],
    ['anything', 'refused'],
    ["[domain-name:value = 'a.example'] /* never closed", 'refused'],
    [`[${'('.repeat(10_000)}domain-name:value = 'a.example'`, 'refused'],
  ])('%s is told', (pattern, kind) => {
    const { rows, passedOver } = readPatterns(pattern);
    expect(rows).toEqual([]);
    expect(passedOver.map((one) => one.kind)).toContain(kind);
  });
});

it('a pattern with comments that are never closed ends soon', () => {
  const { passedOver } = readPatterns(`[domain-name:value = 'a.example'] ${'/* '.repeat(300_000)}`);
  expect(passedOver.map(({ kind }) => kind)).toEqual(['refused']);
});

it('a pattern with comments is read', () => {
  const pattern =
    "/* one\n*/ [domain-name:value = /**/ 'a.example'] OR/* [two] */[url:value/**/='http://a.example'] // rest";
  expect(namesOf(readPatterns(pattern))).toEqual(['domain a.example', 'url http://a.example/']);
});

it.each(['__proto__', 'constructor'])('a mark called %s is none', (ref) => {
  const { rows } = readValue(bundle(indicator(1, "[domain-name:value = 'a.example']", { object_marking_refs: [ref] })));
  expect(rows[0]?.draft.tags).toEqual([]);
});

describe('bundles of others', () => {
  const malware = { type: 'malware', id: `malware--${uuid(50)}`, name: 'Emotet', is_family: true, created: when };
  const file = readValue(
    bundle(
      { type: 'identity', id: `identity--${uuid(1)}`, name: 'ACME', created: when },
      indicator(2, "[domain-name:value = 'a.example']", {
        created_by_ref: `identity--${uuid(1)}`,
        name: 'Server of Emotet',
        description: 'Seen in spam.',
        labels: ['spam'],
        confidence: 80,
        indicator_types: ['malicious-activity'],
        valid_until: '2027-01-01T00:00:00Z',
        kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'command-and-control' }],
        object_marking_refs: ['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82'],
      }),
      indicator(3, "[domain-name:value = 'gone.example']", { revoked: true }),
      indicator(4, 'rule x { condition: true }', { pattern_type: 'yara', name: 'Rule' }),
      malware,
      { type: 'threat-actor', id: `threat-actor--${uuid(51)}`, name: 'Nobody', created: when },
      {
        type: 'relationship',
        id: `relationship--${uuid(60)}`,
        relationship_type: 'indicates',
        source_ref: `indicator--${uuid(2)}`,
        target_ref: malware.id,
      },
      {
        type: 'sighting',
        id: `sighting--${uuid(61)}`,
        sighting_of_ref: `indicator--${uuid(2)}`,
        first_seen: '2026-02-01T00:00:00Z',
        last_seen: '2026-03-01T00:00:00Z',
      },
      { type: 'directory', id: `directory--${uuid(70)}`, path: 'C:\\Temp' },
      { type: 'file', id: `file--${uuid(71)}`, name: 'x.exe', parent_directory_ref: `directory--${uuid(70)}` },
      {
        type: 'file',
        id: `file--${uuid(72)}`,
        name: 'y.exe',
        hashes: {
          MD5: 'd41d8cd98f00b204e9800998ecf8427e',
          'SHA-256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        },
      },
      { type: 'ipv4-addr', id: `ipv4-addr--${uuid(73)}`, value: '198.51.100.3' },
      { type: 'ipv4-addr', id: `ipv4-addr--${uuid(74)}`, value: '10.0.0.1' },
      {
        type: 'network-traffic',
        id: `network-traffic--${uuid(75)}`,
        src_ref: `ipv4-addr--${uuid(74)}`,
        dst_ref: `ipv4-addr--${uuid(73)}`,
        dst_port: 443,
        protocols: ['tcp'],
      },
      { type: 'mutex', id: `mutex--${uuid(76)}`, name: 'x' },
      { type: 'domain-name', id: `domain-name--${uuid(77)}`, value: 'a.example' },
      { type: 'note', id: `note--${uuid(80)}`, content: 'A remark.', created: when, authors: ['Jane'] },
      {
        type: 'report',
        id: `report--${uuid(90)}`,
        name: 'Emotet is back',
        description: 'What we saw.',
        published: when,
        object_refs: [malware.id],
        object_marking_refs: ['marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003'],
      },
      { type: 'x-own-thing', id: `x-own-thing--${uuid(91)}`, name: 'Thing' },
      { no: 'type' },
    ),
  );

  it('are read with what they say of a value', () => {
    expect(file.rows.find(({ draft }) => draft.value === 'a.example')?.draft).toMatchObject({
      type: 'domain',
      vendorKey: `indicator--${uuid(2)}`,
      confidence: 80,
      score: null,
      categories: ['malicious-activity'],
      tags: ['spam', 'Emotet', 'mitre-attack:command-and-control', 'tlp:amber'],
      sources: [{ name: 'ACME', intent: 'malicious' }],
      description: 'Server of Emotet\nSeen in spam.',
      firstSeenMs: Date.parse('2026-02-01T00:00:00Z'),
      lastSeenMs: Date.parse('2026-03-01T00:00:00Z'),
      expiresAtMs: Date.parse('2027-01-01T00:00:00Z'),
      gone: false,
    });
    expect(file.rows.find(({ draft }) => draft.value === 'gone.example')?.draft.gone).toBe(true);
  });

  it('make no decision for the analyst', () => {
    expect(file.rows.filter(({ triage }) => triage !== null)).toEqual([]);
  });

  it('give the values of their observables too', () => {
    expect(namesOf(file)).toEqual([
      'domain a.example',
      'domain gone.example',
      'path c:\\temp\\x.exe',
      'sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'ipv4 198.51.100.3',
      'ipv4 10.0.0.1',
      'network_stream 10.0.0.1->198.51.100.3:443',
    ]);
    expect(file.rows[3]?.draft.derived).toEqual([
      { type: 'md5', value: 'd41d8cd98f00b204e9800998ecf8427e', relation: 'same_file' },
    ]);
  });

  it('become a case by their report, with their notes', () => {
    expect(file.case).toMatchObject({
      uuid: uuid(90),
      title: 'Emotet is back',
      summary: 'What we saw.',
      status: 'open',
      tlp: 'amber+strict',
      createdAtMs: Date.parse(when),
      notes: [{ atMs: Date.parse(when), by: 'Jane', text: 'A remark.' }],
    });
  });

  it('tell of everything that is not kept', () => {
    expect(file.passedOver.map(({ what, kind }) => `${kind}: ${what}`)).toEqual([
      'skipped: object',
      'skipped: Rule',
      'skipped: threat-actor Nobody',
      'skipped: mutex x',
      'skipped: x-own-thing Thing',
    ]);
    for (const { reason } of file.passedOver) expect(reason).toMatch(/\.$/);
  });

  it('an envelope, a list and a single object are read as well', () => {
    const one = indicator(1, "[domain-name:value = 'a.example']");
    for (const value of [{ more: false, objects: [one] }, [one], one]) {
      expect(namesOf(readValue(value))).toEqual(['domain a.example']);
    }
  });
});
