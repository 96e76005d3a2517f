import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sortMembers } from '#main/vendors/kit/sorted-json.ts';
import { mapItem } from '#main/vendors/virustotal/mapping.ts';
import { streamItemSchema } from '#main/vendors/virustotal/schema.ts';
import { noFields } from '#shared/model/indicator.ts';
import { context, readRecordedBody, streamItem } from './fixtures.ts';

function map(item: unknown) {
  return mapItem(streamItemSchema.parse(item), JSON.stringify(item));
}

function recordedItems(name: string): readonly unknown[] {
  return (readRecordedBody(name) as { data: readonly unknown[] }).data;
}

const nothingElse = { gone: false, aliases: [], derived: [], triage: null, received: null };
const shuffle = (record: object) => Object.fromEntries(Object.entries(record).toReversed());
/** The record as sent, and what it says. */
const sent = (item: unknown) => ({ raw: JSON.stringify(item), fingerprint: sortMembers(JSON.stringify(item)) });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

it('has one fingerprint, however the vendor shuffles the members of its objects', () => {
  const item = streamItem({ attributes: { country: 'FR', last_analysis_stats: { malicious: 3, harmless: 60 } } });
  const shuffled = { ...shuffle(item), context_attributes: shuffle(context()) };
  expect(JSON.stringify(shuffled)).not.toBe(JSON.stringify(item));
  expect(map(shuffled).fingerprint).toBe(map(item).fingerprint);
  expect(map({ ...shuffled, context_attributes: context({ tags: [] }) }).fingerprint).not.toBe(map(item).fingerprint);
});

describe('recorded items', () => {
  it('of the documentation: a file that is tagged with its own hash', () => {
    const [item] = recordedItems('01_ioc_stream_docs_sample.json');
    expect(map(item)).toEqual({
      ...noFields,
      ...nothingElse,
      vendorKey: '9050000001',
      type: 'sha256',
      value: 'df25fccfe111ac57268deb18e3d2f2f86ed7119e7ae856fa97aa0aebcf8cdffc',
      firstSeenMs: 1_767_225_611_000,
      lastSeenMs: 1_767_225_611_000,
      sources: [{ name: 'Extortion', intent: 'unstated' }],
      tags: ['weaponised_document', 'extortion'],
      rule: 'weaponised_document',
      ...sent(item),
    });
  });

  it('of URLs of which only the id is known', () => {
    const items = recordedItems('02_ioc_stream_descriptors_url_page.json');
    expect(items.map(map)).toEqual(
      (
        [
          ['23500000030', 'fce4139e60d7518f45b4e75d1bce42ea10202532a97da979b43e050d0860c907', 1_767_312_849_000],
          ['23500000010', '24cd1e6e96fdb925f38646e44a7b90b85109141e45a127bc7961e598c0b18f70', 1_767_312_848_000],
          ['23500000040', '00d8ca538f48e051adaa6b47b6ca80c822b4244f9b00390837047387ad6998cd', 1_767_312_848_000],
          ['23500000050', '0e0bc850cb2e805da5e21f3e90e8a861066cb6a110eeee78c75289f83301f9a6', 1_767_312_846_000],
          ['23500000045', '2fe627b19c7ce4d2e554222d43f214783ed1ab8469ad12c4624a589bbfb7d6d1', 1_767_312_475_000],
        ] as const
      ).map(([vendorKey, id, atMs], index) => ({
        ...noFields,
        ...nothingElse,
        vendorKey,
        type: 'other',
        value: `vt-url:${id}`,
        firstSeenMs: atMs,
        lastSeenMs: atMs,
        sources: [{ name: 'fuzzy_search_purse', intent: 'unstated' }],
        tags: ['uzzy_search_purse', 'fuzzy_search_purse'],
        rule: 'fuzzy_search_purse',
        ...sent(items[index]),
      })),
    );
  });

  it('of subscriptions: files with an assessment', () => {
    const items = recordedItems('03_ioc_stream_full_files_subscriptions.json');
    expect(items.map(map)).toEqual([
      {
        ...noFields,
        ...nothingElse,
        vendorKey: '23074586377',
        type: 'sha256',
        value: '9c53adc7d00f345086615856cc1af620e42f5a17470510f449155236da5a2437',
        score: 1,
        vendorScore: '1 (VERDICT_UNDETECTED)',
        severity: 'none',
        firstSeenMs: 1_754_478_088_000,
        lastSeenMs: 1_754_559_927_000,
        sources: [{ name: 'XMRig', intent: 'unstated' }],
        tags: ['powershell', 'url-pattern', 'calls-wmi', 'detect-debug-environment', 'long-sleeps'],
        description: 'installer.ps1',
        derived: [
          { type: 'sha1', value: 'cada878b370a3a328e276640df040c6055f3849a', relation: 'same_file' },
          { type: 'md5', value: 'a545efc21fb685af54b7c45969df630d', relation: 'same_file' },
        ],
        ...sent(items[0]),
      },
      {
        ...noFields,
        ...nothingElse,
        vendorKey: '23059155134',
        type: 'sha256',
        value: '9de1c31e8218363945e54e623a2c8ffbf3895bdbc3c7faed98690b794b149b9c',
        score: 30,
        vendorScore: '30 (VERDICT_MALICIOUS)',
        severity: 'low',
        firstSeenMs: 1_754_539_071_000,
        lastSeenMs: 1_754_557_040_000,
        sources: [{ name: 'DarkCloud Malware', intent: 'unstated' }],
        tags: ['rar', 'calls-wmi', 'detect-debug-environment', 'long-sleeps', 'attachment'],
        categories: ['trojan', 'nymeria', 'autoit', 'drodrar'],
        description: 'Purchase_Order_070825.rar',
        derived: [
          { type: 'sha1', value: 'd798b13936517fc653337c03130c3462ed448b18', relation: 'same_file' },
          { type: 'md5', value: 'f62f0b5bbd0396964e7e266810688f20', relation: 'same_file' },
        ],
        ...sent(items[1]),
      },
    ]);
  });

  it('of a rule: a domain without an assessment', () => {
    const [item] = recordedItems('07_ioc_stream_full_domain_hunting.json');
    expect(map(item)).toEqual({
      ...noFields,
      ...nothingElse,
      vendorKey: '23500000071',
      type: 'domain',
      value: 'shop.brand-name.example',
      score: 0,
      vendorScore: '0/95',
      severity: 'none',
      firstSeenMs: 1_767_397_925_000,
      lastSeenMs: 1_767_397_925_000,
      sources: [{ name: 'Watch_Brand_NewNames', intent: 'unstated' }],
      tags: ['watch_brand_newnames', 'newnamesinrange'],
      rule: 'newNamesInRange',
      ...sent(item),
    });
  });

  it('with snippets, which stay in the raw record', () => {
    const items = recordedItems('08_ioc_stream_descriptors_file_snippets.json');
    const drafts = items.map(map);
    expect(drafts.map(({ vendorKey, type, rule }) => ({ vendorKey, type, rule }))).toEqual([
      { vendorKey: '23500000081', type: 'sha256', rule: 'internalPapers' },
      { vendorKey: '23500000092', type: 'sha256', rule: 'internalPapers' },
    ]);
    for (const { raw, fingerprint: _, ...fields } of drafts) {
      expect(raw).toContain('begin_highlight');
      expect(JSON.stringify(fields)).not.toContain('begin_highlight');
    }
  });

  it('without a notification have no identity and are refused', () => {
    const [item] = recordedItems('04_ioc_stream_default_page_envelope.json');
    expect(streamItemSchema.safeParse(item).error?.issues[0]?.path).toEqual(['context_attributes']);
  });

  it.each([
    ['05_file_report.json', { type: 'sha256', score: 80, vendorScore: '80 (VERDICT_MALICIOUS)', severity: 'high' }],
    ['06_domain_report.json', { type: 'domain', score: 0, vendorScore: '0 (VERDICT_BENIGN)', benign: true }],
  ])('as the object of %s', (name, expected) => {
    const { data } = readRecordedBody(name) as { data: object };
    expect(map({ ...data, context_attributes: context() })).toMatchObject(expected);
  });
});

describe('a score', () => {
  const stats = { malicious: 10, suspicious: 4, undetected: 60, harmless: 20, timeout: 3, 'type-unsupported': 9 };

  it.each([
    [{ last_analysis_stats: stats }, 13, '10/94'],
    [{ last_analysis_stats: { malicious: 1 } }, 100, '1/1'],
    [{ last_analysis_stats: { timeout: 70 } }, null, null],
    [{ last_analysis_stats: {} }, null, null],
    [{ last_analysis_stats: null }, null, null],
    [{}, null, null],
    [{ gti_assessment: { threat_score: { value: 80 } }, last_analysis_stats: stats }, 80, '80'],
    [{ gti_assessment: { threat_score: { value: 0 }, verdict: { value: 'VERDICT_BENIGN' } } }, 0, '0 (VERDICT_BENIGN)'],
    [{ gti_assessment: { threat_score: { value: 250 } } }, 100, '250'],
    [{ gti_assessment: { verdict: { value: 'VERDICT_UNKNOWN' } }, last_analysis_stats: stats }, 13, '10/94'],
  ])('of %j is %s', (attributes, score, vendorScore) => {
    expect(map(streamItem({ attributes }))).toMatchObject({ score, vendorScore });
  });

  it.each([
    [{ gti_assessment: { severity: { value: 'SEVERITY_MEDIUM' } } }, 'medium'],
    [{ gti_assessment: { severity: { value: 'SEVERITY_UNKNOWN' } } }, null],
    [{ threat_severity: { threat_severity_level: 'SEVERITY_HIGH' } }, 'high'],
    [
      {
        gti_assessment: { severity: { value: 'SEVERITY_LOW' } },
        threat_severity: { threat_severity_level: 'SEVERITY_HIGH' },
      },
      'low',
    ],
    [{}, null],
  ])('of %j has the severity %s', (attributes, severity) => {
    expect(map(streamItem({ attributes })).severity).toBe(severity);
  });

  it.each([
    ['VERDICT_BENIGN', true],
    ['VERDICT_UNDETECTED', false],
    ['VERDICT_MALICIOUS', false],
  ])('with %s is benign: %s', (value, benign) => {
    expect(map(streamItem({ attributes: { gti_assessment: { verdict: { value } } } })).benign).toBe(benign);
  });
});

describe('a URL', () => {
  const url = 'https://evil.example/a?b=1';
  const id = sha256('whatever the vendor takes for canonical');

  it('that is known answers to its id', () => {
    const item = streamItem({
      type: 'url',
      id,
      attributes: { url: 'HTTPS://Evil.Example:443/a?b=1#x', title: 'Sign in' },
    });
    expect(map(item)).toMatchObject({
      type: 'url',
      value: url,
      received: 'HTTPS://Evil.Example:443/a?b=1#x',
      aliases: [`vt-url:${id}`],
      description: 'Sign in',
    });
  });

  it('that is its own id answers to the digests of its spellings', () => {
    expect(map(streamItem({ type: 'url', id: url }))).toMatchObject({ value: url, aliases: [`vt-url:${sha256(url)}`] });
    expect(map(streamItem({ type: 'url', id: `${url}#x` }))).toMatchObject({
      value: url,
      aliases: [`vt-url:${sha256(url)}`, `vt-url:${sha256(`${url}#x`)}`],
    });
  });

  it('of which only the id is known goes by it', () => {
    expect(map(streamItem({ type: 'url', id: id.toUpperCase(), attributes: { url: '' } }))).toMatchObject({
      type: 'other',
      value: `vt-url:${id}`,
      aliases: [],
    });
  });

  it('meets its id: the digest of the vendor’s example', () => {
    expect(map(streamItem({ type: 'url', id: 'https://www.youtube.com/' })).aliases).toEqual([
      'vt-url:dbae2d0204aa489e234eb2f903a0127b17c712386428cab12b86c5f68aa75867',
    ]);
  });
});

describe('a file', () => {
  const [strong, middle, weak] = ['a'.repeat(64), 'b'.repeat(40), 'c'.repeat(32)];

  it.each([
    [{ id: strong.toUpperCase() }, 'sha256', strong, []],
    [{ id: weak, attributes: { sha1: middle } }, 'sha1', middle, [weak]],
    [{ id: weak }, 'md5', weak, []],
    [{ id: strong, attributes: { sha256: strong, sha1: middle, md5: weak } }, 'sha256', strong, [middle, weak]],
    [{ id: strong, attributes: { sha1: 'no hash', md5: 'x' } }, 'sha256', strong, []],
    [{ id: 'no hash' }, 'other', 'no hash', []],
  ])('%j goes by its strongest hash', (change, type, value, others) => {
    const draft = map(streamItem({ type: 'file', ...change }));
    expect(draft).toMatchObject({ type, value });
    expect(draft.derived.map((derived) => derived.value)).toEqual(others);
    expect(draft.derived.every(({ relation }) => relation === 'same_file')).toBe(true);
  });

  it('has its family among the categories', () => {
    const popular_threat_classification = {
      suggested_threat_label: 'trojan.lumma/stealer',
      popular_threat_category: [{ value: 'trojan', count: 20 }],
      popular_threat_name: [{ value: 'lumma', count: 9 }],
    };
    const item = streamItem({ type: 'file', id: strong, attributes: { popular_threat_classification } });
    expect(map(item).categories).toEqual(['trojan', 'lumma']);
  });
});

describe('an address', () => {
  it('tells its network', () => {
    const attributes = { country: 'de', asn: 64_500, as_owner: 'Example Networks', categories: {}, continent: 'EU' };
    expect(map(streamItem({ type: 'ip_address', id: '192.0.2.7', attributes }))).toMatchObject({
      type: 'ipv4',
      value: '192.0.2.7',
      country: 'DE',
      asn: '64500',
      description: 'Example Networks',
    });
  });

  it('may be of the newer kind, and its network may be unknown', () => {
    const attributes = { country: 'Germany', asn: null };
    expect(map(streamItem({ type: 'ip_address', id: '2001:DB8::1', attributes }))).toMatchObject({
      type: 'ipv6',
      value: '2001:db8::1',
      country: null,
      asn: null,
    });
  });
});

describe('an item', () => {
  it('of a kind that nobody knows is read by its looks', () => {
    expect(map(streamItem({ type: 'file_behaviour', id: '192.0.2.9' }))).toMatchObject({
      type: 'ipv4',
      value: '192.0.2.9',
    });
    expect(map(streamItem({ type: 'collection', id: 'abc--1' }))).toMatchObject({ type: 'other', value: 'abc--1' });
  });

  it('names its sources once each, and those that stand for an adversary as such', () => {
    const sources = [
      { id: '1', type: 'threat_profile', label: ' Energy, Finance, Gov, Healthcare Sectors' },
      { id: 'malware--448e822d', type: 'collection', label: 'BEACON' },
      { id: 'b'.repeat(64), type: 'collection', label: 'BEACON' },
      { id: 'c'.repeat(64), type: 'collection', label: 'Ours' },
      { id: 'threat-actor--1', type: 'threat_actor', label: 'UNC1' },
      { id: '17', type: 'hunting_ruleset', label: '' },
      { id: null, type: null, label: null },
    ];
    expect(map(streamItem({ context_attributes: context({ sources }) })).sources).toEqual([
      { name: 'Energy, Finance, Gov, Healthcare Sectors', intent: 'unstated' },
      { name: 'BEACON', intent: 'malicious' },
      { name: 'Ours', intent: 'unstated' },
      { name: 'UNC1', intent: 'malicious' },
      { name: '17', intent: 'unstated' },
    ]);
  });

  it('joins the tags of the notification and of the object', () => {
    const item = streamItem({ attributes: { tags: ['dga', 'loaders'] } });
    expect(map(item).tags).toEqual(['loaders', 'loader_panel', 'dga']);
  });

  it('is dated by the object’s first submission, else by the notification', () => {
    const notifiedMs = 1_759_895_727_000;
    expect(map(streamItem({ attributes: { first_submission_date: 1_700_000_000 } }))).toMatchObject({
      firstSeenMs: 1_700_000_000_000,
      lastSeenMs: notifiedMs,
    });
    expect(map(streamItem())).toMatchObject({ firstSeenMs: notifiedMs, lastSeenMs: notifiedMs });
    expect(map(streamItem({ context_attributes: context({ notification_date: -5 }) }))).toMatchObject({
      firstSeenMs: null,
      lastSeenMs: null,
    });
  });

  it('may have an id that is a number', () => {
    expect(map(streamItem({ context_attributes: context({ notification_id: 23_407_791_592 }) })).vendorKey).toBe(
      '23407791592',
    );
  });

  it('is kept when what describes it has changed its type', () => {
    const attributes = {
      country: 7,
      asn: {},
      categories: ['x'],
      tags: 'x',
      title: false,
      popular_threat_classification: 'x',
      threat_severity: 3,
      sha256: 1,
    };
    const context_attributes = context({ sources: 'x', tags: 5, hunting_info: 'x', notification_date: '1759895727' });
    expect(map(streamItem({ attributes, context_attributes }))).toMatchObject({
      value: 'evil.example',
      country: null,
      tags: [],
      sources: [],
      rule: null,
      lastSeenMs: 1_759_895_727_000,
    });
  });

  it.each([
    [streamItem({ id: undefined }), 'id'],
    [streamItem({ type: 5 }), 'type'],
    [streamItem({ context_attributes: undefined }), 'context_attributes'],
    [streamItem({ context_attributes: context({ notification_id: '' }) }), 'context_attributes.notification_id'],
    [streamItem({ attributes: 'none' }), 'attributes'],
    [
      streamItem({ attributes: { last_analysis_stats: { malicious: 'many' } } }),
      'attributes.last_analysis_stats.malicious',
    ],
  ])('without what it is told by is refused', (item, place) => {
    expect(streamItemSchema.safeParse(item).error?.issues[0]?.path.join('.')).toBe(place);
  });
});
