import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startVirustotalEmulator, type VirustotalEmulator } from '../../emulators/virustotal/index.ts';
import { type Answer, ask } from './support/ask.ts';
import { type Documented, differences, profileOf, recordedBody } from './support/shape.ts';

interface RecordedObject {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

// Tables whose member names are data: engines, sandboxes, lists, rating services; certificates are not ours to check.
const tables = [
  'last_analysis_results',
  'last_analysis_stats',
  'sandbox_verdicts',
  'popularity_ranks',
  'categories',
  'last_https_certificate',
  'threat_severity.threat_severity_data',
  'gti_assessment.contributing_factors',
];

// Members of files that the vendor notes list and that the recorded files happen not to have.
const fileMembers: Documented = {
  ...Object.fromEntries(tables.map((name) => [name, 'any'])),
  creation_date: ['number'],
  malware_config: 'any',
  'popular_threat_classification.popular_threat_category': ['array'],
  'popular_threat_classification.popular_threat_name': ['array'],
};

// Recorded with more than the notes say; members that the notes call optional although both recordings have them.
const optionalAttributes = [
  'md5',
  'reputation',
  'last_https_certificate',
  'last_https_certificate_date',
  'jarm',
  'favicon',
];

const domainMembers: Documented = {
  ...Object.fromEntries(tables.map((name) => [name, 'any'])),
  'last_dns_records[].priority': ['number'],
};

const members = {
  url: [
    ...[
      'url',
      'title',
      'last_final_url',
      'redirection_chain',
      'tld',
      'categories',
      'threat_names',
      'first_submission_date',
    ],
    ...['last_submission_date', 'times_submitted', 'last_http_response_code', 'last_http_response_content_sha256'],
    ...['last_http_response_headers', 'outgoing_links', 'trackers', 'html_meta', 'favicon', 'has_content'],
  ],
  ip_address: [
    ...[
      'country',
      'continent',
      'asn',
      'as_owner',
      'network',
      'regional_internet_registry',
      'whois',
      'whois_date',
      'rdap',
    ],
    ...['jarm', 'last_https_certificate', 'crowdsourced_context'],
  ],
  common: [
    ...['last_analysis_stats', 'last_analysis_results', 'last_analysis_date', 'last_modification_date', 'reputation'],
    ...['total_votes', 'tags', 'threat_severity', 'gti_assessment'],
  ],
};

function withoutOptional({ attributes, ...rest }: RecordedObject): RecordedObject {
  const kept = Object.entries(attributes).filter(([name]) => !optionalAttributes.includes(name));
  return { ...rest, attributes: Object.fromEntries(kept) };
}

function recordedObjects(file: string): readonly RecordedObject[] {
  // Recorded bodies hold one object or a list of them; a test would fail at once otherwise.
  const { data } = recordedBody('virustotal', file) as { readonly data: RecordedObject | readonly RecordedObject[] };
  return 'attributes' in data ? [data] : data;
}

describe('shapes of the VirusTotal emulator', () => {
  let total: VirustotalEmulator;
  beforeAll(async () => {
    total = await startVirustotalEmulator({ size: 1500 });
  });
  afterAll(() => total.stop());

  function get(path: string): Promise<Answer> {
    return ask(total, path, { headers: { 'x-apikey': total.secrets['apiKey'] ?? '', 'x-tool': 'shape' } });
  }

  function list(parameters: Readonly<Record<string, string>>): Promise<Answer> {
    return get(`/api/v3/ioc_stream?${new URLSearchParams(parameters)}`);
  }

  async function objects(type: string): Promise<readonly RecordedObject[]> {
    const { body } = await list({ filter: `entity_type:${type}`, limit: '40' });
    return body.data;
  }

  it('gives descriptor pages like the recorded ones', async () => {
    const recorded = ['02_ioc_stream_descriptors_url_page.json', '08_ioc_stream_descriptors_file_snippets.json'];
    const page = await list({ descriptors_only: 'true', limit: '40' });
    // Subscriptions have no hunting_info, rules may have tags, and part of what is recorded depends on the match.
    const allowed: Documented = {
      'data[].context_attributes.hunting_info': ['null'],
      'data[].context_attributes.hunting_info.rule_tags': ['array'],
      'data[].context_attributes.hunting_info.match_in_subfile': ['boolean'],
    };
    const bodies = recorded.map((file) => recordedBody('virustotal', file));
    const missing = differences(profileOf(bodies), profileOf([page.body]), allowed);
    const varying = ['source_key', 'source_country', 'match_source'].map(
      (name) => `data[].context_attributes.hunting_info.${name}: missing`,
    );
    expect(missing.filter((problem) => !varying.includes(problem))).toEqual([]);
  });

  it('wraps a page as recorded without any parameter', async () => {
    const { data: _recorded, ...recorded } = recordedBody('virustotal', '04_ioc_stream_default_page_envelope.json') as {
      readonly data: unknown;
    };
    const { data: _data, ...page } = (await get('/api/v3/ioc_stream')).body;
    expect(differences(profileOf([recorded]), profileOf([page]), {})).toEqual([]);
    expect(new URL(page.links.next).pathname).toBe('/api/v3/ioc_stream');
  });

  it('gives files like the recorded ones, in the stream and by themselves', async () => {
    const stream = recordedObjects('03_ioc_stream_full_files_subscriptions.json');
    const recorded = [...stream, ...recordedObjects('05_file_report.json')].map(withoutOptional);
    const emulated = await objects('file');
    const attributes = (list: readonly RecordedObject[]) => profileOf(list.map((object) => object.attributes));
    const extra: Documented = { ...fileMembers, md5: ['string'], reputation: ['number'] };
    const needed = differences(attributes(recorded), attributes(emulated), extra);
    // Kinds of analysis that the emulator does not make, all optional at the vendor.
    const unmade = ['crowdsourced', 'sigma', 'trid', 'exiftool', 'pe_info', 'detectiteasy', 'powershell'];
    expect(needed.filter((problem) => !unmade.some((name) => problem.startsWith(name)))).toEqual([]);
    const subscriptions = emulated.filter(
      ({ context_attributes }) => Reflect.get(Object(context_attributes), 'hunting_info') === null,
    );
    const frame = (list: readonly RecordedObject[]) => profileOf(list.map((object) => ({ ...object, attributes: {} })));
    expect(differences(frame(stream), frame(subscriptions), { 'context_attributes.tags': ['array'] })).toEqual([]);
    const [single] = recordedObjects('05_file_report.json');
    const report = await get(`/api/v3/files/${emulated[0]?.['id']}`);
    expect(differences(frame(single === undefined ? [] : [single]), frame([report.body.data]), {})).toEqual([]);
  });

  it('gives domains like the recorded ones', async () => {
    const hunted = recordedObjects('07_ioc_stream_full_domain_hunting.json');
    const recorded = [...hunted, ...recordedObjects('06_domain_report.json')].map(withoutOptional);
    const emulated = await objects('domain');
    const attributes = (list: readonly RecordedObject[]) => profileOf(list.map((object) => object.attributes));
    const extra: Documented = {
      ...domainMembers,
      reputation: ['number'],
      jarm: ['string'],
      last_https_certificate_date: ['number'],
    };
    expect(differences(attributes(recorded), attributes(emulated), extra)).toEqual([]);
  });

  it.each(['url', 'ip_address'] as const)('gives %s objects only documented members', async (type) => {
    const emulated = await objects(type);
    const allowed = new Set([...members[type], ...members.common]);
    for (const { attributes } of emulated) {
      expect(Object.keys(attributes).filter((name) => !allowed.has(name))).toEqual([]);
      for (const name of ['last_analysis_stats', 'last_analysis_results', 'last_analysis_date', 'gti_assessment']) {
        expect(attributes).toHaveProperty(name);
      }
    }
  });

  it('keeps severity quirks: version by kind, the date as a numeric string', async () => {
    const versions = { file: 5, domain: 'D3', url: 'U3', ip_address: 'I3' };
    for (const [type, version] of Object.entries(versions)) {
      const [first] = await objects(type);
      expect(first?.attributes['threat_severity']).toMatchObject({
        version,
        last_analysis_date: expect.stringMatching(/^\d+$/),
      });
    }
  });
});
