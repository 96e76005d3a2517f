import { describe, expect, it } from 'vitest';
import { namesOf, readValue } from '../../support/import-texts.ts';

const attribute = (type: string, value: string, more: object = {}) => ({
  uuid: `5f6f0000-0000-4000-8000-${Buffer.from(type + value)
    .toString('hex')
    .padEnd(12, '0')
    .slice(0, 12)}`,
  type,
  category: 'Network activity',
  value,
  to_ids: false,
  comment: '',
  timestamp: '1767225600',
  ...more,
});

const event = (more: object) => ({
  Event: {
    uuid: '5f6f1111-0000-4000-8000-000000000001',
    info: 'Phishing against banks',
    date: '2026-01-01',
    threat_level_id: '2',
    analysis: '2',
    timestamp: '1767225600',
    Orgc: { name: 'CIRCL', uuid: '5f6f1111-0000-4000-8000-000000000002' },
    Attribute: [],
    ...more,
  },
});

describe('attributes of others', () => {
  it.each([
    ['ip-dst', '198.51.100.3', ['ipv4 198.51.100.3']],
    ['ip-src', '198.51.100.0/24', ['cidr 198.51.100.0/24']],
    ['ip-dst|port', '198.51.100.3|443', ['ipv4 198.51.100.3']],
    ['domain', 'evil.example', ['domain evil.example']],
    ['hostname|port', 'www.evil.example|8080', ['domain www.evil.example']],
    ['domain|ip', 'evil.example|198.51.100.3', ['domain evil.example', 'ipv4 198.51.100.3']],
    ['url', 'hxxp://evil[.]example/a', ['url http://evil.example/a']],
    ['email-dst', 'A@Evil.example', ['email a@evil.example']],
    ['sha1', 'DA39A3EE5E6B4B0D3255BFEF95601890AFD80709', ['sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709']],
    ['filename', 'C:\\x.exe', ['path c:\\x.exe']],
    [
      'filename|md5',
      'a|b.exe|d41d8cd98f00b204e9800998ecf8427e',
      ['path a|b.exe', 'md5 d41d8cd98f00b204e9800998ecf8427e'],
    ],
    ['regkey|value', 'HKLM\\Software\\X|evil', ['registry_key hkey_local_machine\\software\\x']],
    ['user-agent', 'evil/1.0', ['user_agent evil/1.0']],
  ])('%s %s', (type, value, names) => {
    const file = readValue(event({ Attribute: [attribute(type, value)] }));
    expect(namesOf(file)).toEqual(names);
    expect(file.passedOver).toEqual([]);
  });

  it('say what MISP says of them', () => {
    const file = readValue(
      event({
        Attribute: [
          attribute('ip-dst|port', '198.51.100.3|443', {
            to_ids: true,
            comment: 'C2',
            first_seen: '2026-01-01T00:00:00.000000+00:00',
            last_seen: '1767312000000000',
            Tag: [{ name: 'tlp:green' }, { name: 'kill-chain:c2' }],
          }),
        ],
      }),
    );
    expect(file.rows[0]).toMatchObject({
      comment: 'C2 With 443.',
      triage: null,
      draft: {
        action: 'detect',
        firstSeenMs: Date.parse('2026-01-01T00:00:00Z'),
        lastSeenMs: 1_767_312_000_000,
        tags: ['tlp:green', 'kill-chain:c2'],
        categories: ['Network activity'],
        sources: [{ name: 'CIRCL', intent: 'malicious' }],
      },
    });
  });
});

describe('events of others', () => {
  const file = readValue(
    event({
      Tag: [{ name: 'tlp:white' }, { name: 'PAP:RED' }],
      Attribute: [
        attribute('ip-dst', '198.51.100.3', { uuid: 'one' }),
        attribute('ip-src', '198.51.100.3', { uuid: 'two', category: 'External analysis' }),
        attribute('comment', 'What we think of it.'),
        attribute('link', 'https://blog.example/post'),
        attribute('yara', 'rule x {}'),
        attribute('domain', 'deleted.example', { deleted: true }),
        attribute('domain', 'not a domain'),
        attribute('malware-sample', 'x.exe|d41d8cd98f00b204e9800998ecf8427e', { data: 'UEsDBA==' }),
        { value: 'no type' },
      ],
      Object: [
        {
          name: 'file',
          uuid: 'o1',
          Attribute: [
            attribute('md5', '0cc175b9c0f1b6a831c399e269772661'),
            attribute('sha256', 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'),
            attribute('size-in-bytes', '1'),
          ],
        },
      ],
      EventReport: [{ name: 'Report', content: '# Title', timestamp: '1767225600' }],
      ShadowAttribute: [attribute('domain', 'proposed.example')],
    }),
  );

  it('become an open case, whatever state their analysis is in', () => {
    expect(file.case).toMatchObject({
      uuid: '5f6f1111-0000-4000-8000-000000000001',
      title: 'Phishing against banks',
      status: 'open',
      severity: 'medium',
      tlp: 'clear',
      pap: 'red',
      createdAtMs: Date.parse('2026-01-01T00:00:00Z'),
    });
    expect(file.case?.notes.map(({ by, text }) => [by, text])).toEqual([
      ['CIRCL', 'What we think of it.'],
      ['CIRCL', 'https://blog.example/post'],
      ['CIRCL', 'Report\n\n# Title'],
    ]);
  });

  it('name each value once, with all that is said of it', () => {
    expect(namesOf(file)).toEqual([
      'ipv4 198.51.100.3',
      'path x.exe',
      'md5 d41d8cd98f00b204e9800998ecf8427e',
      'md5 0cc175b9c0f1b6a831c399e269772661',
      'sha256 ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
    ]);
    expect(file.rows[0]?.draft).toMatchObject({
      vendorKey: 'one',
      categories: ['Network activity', 'External analysis'],
    });
    expect(file.rows[2]?.draft.raw).not.toContain('UEsDBA');
    expect(file.rows[3]?.draft.derived).toEqual([
      {
        type: 'sha256',
        value: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
        relation: 'same_file',
      },
    ]);
  });

  it('tell of everything that is not kept', () => {
    expect(file.passedOver.map(({ kind, what }) => `${kind}: ${what}`)).toEqual([
      'skipped: domain deleted.example',
      'skipped: attribute',
      'skipped: 1 proposals',
      'skipped: yara rule x {}',
      'refused: not a domain',
      'skipped: malware-sample x.exe|d41d8cd98f00b204e9800998ecf8427e',
      'skipped: size-in-bytes 1',
    ]);
  });

  it.each([true, 1])('name nothing that is deleted in MISP (%s)', (deleted) => {
    const { rows, passedOver, ...file } = readValue(
      event({
        Attribute: [
          attribute('domain', 'gone.example', { deleted, Tag: [{ name: 'sightline:verdict="malicious"' }] }),
          attribute('comment', 'taken back', { deleted }),
        ],
        Object: [
          { name: 'domain-ip', uuid: 'o1', deleted, Attribute: [attribute('domain', 'deleted.example')] },
          {
            name: 'file',
            uuid: 'o2',
            Attribute: [
              attribute('md5', '0cc175b9c0f1b6a831c399e269772661'),
              attribute('sha1', 'da39a3ee5e6b4b0d3255bfef95601890afd80709', { deleted }),
            ],
          },
        ],
      }),
    );
    expect(rows.map(({ draft }) => [draft.value, draft.derived])).toEqual([['0cc175b9c0f1b6a831c399e269772661', []]]);
    expect(file.case?.notes).toEqual([]);
    expect(passedOver.map(({ reason }) => reason)).toEqual(Array(4).fill('It is deleted in MISP.'));
  });

  it('say of many files with one hash what each says, once and within bounds', () => {
    const files = Array.from({ length: 3_000 }, (_, n) => ({
      name: 'file',
      Attribute: [
        attribute('md5', '0cc175b9c0f1b6a831c399e269772661'),
        attribute(
          'sha1',
          Math.floor(n / 2)
            .toString(16)
            .padStart(40, '0'),
        ),
      ],
    }));
    const few = readValue(event({ Object: files.slice(0, 4) })).rows[0]?.draft.derived;
    expect(few?.map(({ value }) => Number.parseInt(value, 16))).toEqual([0, 1]);
    expect(readValue(event({ Object: files })).rows[0]?.draft.derived).toHaveLength(1_000);
  });

  it.each(['__proto__', 'constructor', '9'])('have no severity at the level %s', (level) => {
    expect(readValue(event({ threat_level_id: level })).case?.severity).toBe('none');
  });

  it('several in one file are no case', () => {
    const two = {
      response: [
        event({ Attribute: [attribute('domain', 'a.example')] }),
        event({ Attribute: [attribute('domain', 'b.example')] }),
      ],
    };
    const several = readValue(two);
    expect(several.case).toBeNull();
    expect(namesOf(several)).toEqual(['domain a.example', 'domain b.example']);
    expect(several.notes).toHaveLength(1);
  });
});
