import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CrowdstrikeEmulator, startCrowdstrikeEmulator } from '../../emulators/crowdstrike/index.ts';
import type { IocRecord } from '../../emulators/crowdstrike/record.ts';
import { FalconSession, issueToken } from './support/falcon.ts';
import { type Documented, differences, profileOf, readFixture, recordedBody } from './support/shape.ts';
import { departures, listOperations, responseModel } from './support/swagger.ts';

const ENTITIES = '/iocs/entities/indicators/v1';
const row = { applied_globally: true, type: 'domain', value: 'shape.bank-verify.example', platforms: ['linux'] };

// What recordings lack, from the record table of the vendor notes.
const recordMembers: Documented = {
  '[].source': ['string'],
  '[].description': ['string'],
  '[].mobile_action': ['string'],
  '[].tags': ['array'],
  '[].expiration': ['string'],
  '[].host_groups': ['array'],
  '[].parent_cid_name': ['string'],
  '[].metadata': ['object'],
  '[].metadata.filename': ['string'],
  '[].metadata.av_hits': ['number'],
  '[].metadata.company_name': ['string'],
  '[].metadata.file_description': ['string'],
  '[].metadata.file_version': ['string'],
  '[].metadata.original_filename': ['string'],
  '[].metadata.product_name': ['string'],
  '[].metadata.product_version': ['string'],
  '[].metadata.signed': ['boolean'],
};

describe('shapes of the CrowdStrike emulator', () => {
  let falcon: CrowdstrikeEmulator;
  let session: FalconSession;
  let held: readonly IocRecord[];
  beforeAll(async () => {
    falcon = await startCrowdstrikeEmulator({ size: 3000, emptyErrors: 'empty' });
    session = await FalconSession.open(falcon);
    held = [...falcon.holdings()[0].records()];
  });
  afterAll(() => falcon.stop());

  it('gives records like the recorded ones', () => {
    const { records } = readFixture('crowdstrike', 'ioc_records.json') as { readonly records: readonly object[] };
    // The two recorded records have all optional members; the vendor leaves them out when empty.
    const lean = records.map((record) =>
      Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'metadata' && name !== 'description')),
    );
    expect(differences(profileOf([lean]), profileOf([held]), recordMembers)).toEqual([]);
    expect(
      differences(profileOf([[...held.slice(0, 1), { ...held[0], extra: 1 }]]), profileOf([[{}]]), {}),
    ).not.toEqual([]);
  });

  it('searches as recorded, with and without a hit', async () => {
    const filter = `value:'${held.find(({ deleted }) => !deleted)?.value}'`;
    const one = await session.get('/iocs/queries/indicators/v1', { filter });
    const recordedOne = recordedBody('crowdstrike', 'search_one_hit.json') as object;
    expect(differences(profileOf([{ ...recordedOne, errors: [] }]), profileOf([one.body]), {})).toEqual([]);
    const none = await session.get('/iocs/queries/indicators/v1', { filter: `value:'doesnotexists.local'` });
    const recordedNone = recordedBody('crowdstrike', 'search_no_hit.json');
    expect(differences(profileOf([recordedNone]), profileOf([none.body]), {})).toEqual([]);
  });

  it('creates and deletes as recorded', async () => {
    const created = await session.post(ENTITIES, { indicators: [{ ...row, source: 'shape test' }] });
    const recorded = recordedBody('crowdstrike', 'create_one_domain_201.json');
    expect(differences(profileOf([recorded]), profileOf([created.body]), {})).toEqual([]);
    const deleted = await session.send('DELETE', `${ENTITIES}?ids=${created.body.resources[0].id}`);
    const recordedDelete = recordedBody('crowdstrike', 'delete_by_id_200.json') as object;
    expect(differences(profileOf([{ ...recordedDelete, errors: [] }]), profileOf([deleted.body]), {})).toEqual([]);
  });

  it('describes processes as recorded', async () => {
    const { records } = readFixture('crowdstrike', 'process_details_records.json') as { readonly records: unknown };
    const processes = await listProcesses(session, held);
    const { body } = await session.send(
      'GET',
      `/processes/entities/processes/v1?${processes.map((id) => `ids=${id}`).join('&')}`,
    );
    expect(differences(profileOf([records]), profileOf([body.resources]), {})).toEqual([]);
  });

  it('fits the models of the vendor specification in every operation', async () => {
    const target = held.find(({ deleted }) => !deleted);
    const { id = '', type = '', value = '' } = target ?? {};
    const [process = ''] = await listProcesses(session, held);
    const query = (parameters: Readonly<Record<string, string>>) => new URLSearchParams(parameters).toString();
    const named = { type, value };
    const onDevice = { ...named, device_id: 'a'.repeat(32) };
    const aggregates = ['terms', 'date_histogram', 'date_range', 'range', 'percentiles', 'avg'].map((kind) => ({
      name: kind,
      type: kind,
      field: kind.startsWith('date') ? 'created_on' : 'severity_number',
      interval: 'week',
      date_ranges: [{ from: '2026', to: 'now' }],
      ranges: [{ From: 0, To: 50 }],
      sub_aggregates: [{ name: 'sub', type: 'terms', field: 'action' }],
    }));
    const report = { report_format: 'json', search: { filter: '', query: '', sort: 'value.asc' } };
    const calls: readonly (readonly [string, string, string, unknown?])[] = [
      ['GET', '/iocs/queries/indicators/v1', query({ limit: '5' })],
      ['GET', '/iocs/combined/indicator/v1', query({ limit: '500', filter: 'deleted:[true,false]' })],
      ['GET', ENTITIES, query({ ids: id })],
      ['POST', ENTITIES, '', { indicators: [row] }],
      ['POST', ENTITIES, '', { indicators: [{ ...row, type: 'sha1' }] }],
      ['PATCH', ENTITIES, '', { indicators: [{ id, description: 'shape' }] }],
      ['DELETE', ENTITIES, query({ ids: id })],
      ['POST', '/iocs/aggregates/indicators/v1', '', aggregates],
      ['POST', '/iocs/entities/indicators-reports/v1', '', report],
      ['GET', '/iocs/queries/actions/v1', ''],
      ['GET', '/iocs/entities/actions/v1', ''],
      ['GET', '/iocs/queries/ioc-types/v1', ''],
      ['GET', '/iocs/queries/platforms/v1', ''],
      ['GET', '/iocs/queries/severities/v1', ''],
      ['GET', '/iocs/aggregates/indicators/device-count/v1', query(named)],
      ['GET', '/iocs/queries/indicators/devices/v1', query(named)],
      ['GET', '/iocs/queries/indicators/processes/v1', query(onDevice)],
      ['GET', '/indicators/aggregates/devices-count/v1', query(named)],
      ['GET', '/indicators/queries/devices/v1', query(named)],
      ['GET', '/indicators/queries/processes/v1', query(onDevice)],
      ['GET', '/processes/entities/processes/v1', query({ ids: process })],
    ];
    for (const [method, path, parameters, body] of calls) {
      const answer = await session.send(method, `${path}?${parameters}`, body);
      const model = responseModel(method, path, answer.status);
      expect(model, `${method} ${path} ${answer.status}: ${answer.text.slice(0, 200)}`).toBeDefined();
      // The 400 of a create carries message rows beside what its model names.
      const { resources, ...meta } = answer.body;
      const checked = answer.status === 400 ? meta : answer.body;
      expect(departures(checked, model ?? ''), `${method} ${path}`).toEqual([]);
      expect(resources).toBeDefined();
    }
    const called = new Set(calls.map(([method, path]) => `${method} ${path}`));
    const left = listOperations().filter((operation) => !called.has(operation));
    expect(left.toSorted()).toEqual(['POST /iocs/sdmf/query/v1', 'POST /oauth2/revoke', 'POST /oauth2/token']);
  });

  it('fits the models for tokens too', async () => {
    const token = await issueToken(falcon);
    expect(departures(token.body, 'DomainAccessTokenResponseV1')).toEqual([]);
    const revoked = await new FalconSession(falcon, token.body.access_token).revoke();
    expect(departures(revoked.body, 'MsaReplyMetaOnly')).toEqual([]);
    expect(departures((await issueToken(falcon, { client_secret: 'wrong' })).body, 'MsaReplyMetaOnly')).toEqual([]);
    expect(departures({ access_token: 1, other: '' }, 'DomainAccessTokenResponseV1')).toHaveLength(2);
  });
});

async function listProcesses(session: FalconSession, held: readonly IocRecord[]): Promise<readonly string[]> {
  for (const { type, value } of held) {
    const devices = await session.get('/iocs/queries/indicators/devices/v1', { type, value });
    const [device_id] = devices.body.resources;
    if (device_id === undefined) continue;
    return (await session.get('/iocs/queries/indicators/processes/v1', { type, value, device_id })).body.resources;
  }
  throw new Error('no indicator was seen on any host');
}
