/** Per operation: inputs that the vendor answers, inputs that are refused before anything is sent, and documented errors. */
import { expect } from 'vitest';
import type { OperationInput } from '#main/vendors/operation.ts';
import type { ErrorCode } from '#shared/errors/codes.ts';
import type { AllEmulators } from '../emulators/start-all.ts';

/** An input that is answered and what the answer holds at least. */
export interface AcceptedCase {
  readonly input: (emulators: AllEmulators) => OperationInput;
  readonly output: (emulators: AllEmulators) => unknown;
}

/** Cases of one operation; `errors` beside those that all have (403, 429, 500). */
export interface OperationCases {
  readonly accepts: readonly AcceptedCase[];
  readonly refuses: readonly unknown[];
  readonly errors?: readonly { readonly input: OperationInput; readonly code: ErrorCode }[];
}

const take = <Value>(values: Iterable<Value>, count: number): Value[] => [...values].slice(0, count);

export const datadogIndicator = ({ datadog }: AllEmulators): string =>
  take(datadog.holdings()[0].records(), 1)[0]?.indicator ?? '';
export const falconRecords = ({ crowdstrike }: AllEmulators, count = 3) =>
  take(crowdstrike.holdings()[0].records(), 40)
    .filter(({ deleted }) => !deleted)
    .slice(0, count);
const falconIndicator = (emulators: AllEmulators) => {
  const [{ type, value } = { type: '', value: '' }] = falconRecords(emulators, 1);
  return { type, value };
};
/** A filter that finds one indicator: the second. */
const oneByFilter = (emulators: AllEmulators): string => `id:'${falconRecords(emulators)[1]?.id}'`;
export const notifications = ({ virustotal }: AllEmulators, count = 1) =>
  take(virustotal.holdings()[0].records(), count);
const notificationId = (emulators: AllEmulators): string =>
  String(notifications(emulators)[0]?.context_attributes.notification_id ?? '');
const objectId = (emulators: AllEmulators, type: string): string =>
  take(emulators.virustotal.holdings()[0].records(), 200).find((item) => item.type === type)?.id ?? '';

const same =
  <Value>(value: Value) =>
  () =>
    value;
const listOf = (word: string): OperationCases => ({
  accepts: [{ input: same({ limit: 50, offset: 0 }), output: same({ resources: expect.arrayContaining([word]) }) }],
  refuses: [{ limit: 0 }, { limit: 'all' }, { filter: 'x' }],
});

const searchCases: OperationCases = {
  accepts: [
    {
      input: same({ filter: "type:'domain'", sort: 'modified_on.desc', limit: 2, offset: 1 }),
      output: same({ meta: { pagination: { limit: 2 } } }),
    },
    { input: same({}), output: same({}) },
  ],
  refuses: [
    { filter: "type:'domain" },
    { filter: 'domain' },
    { offset: 1, after: 'x' },
    { offset: 9_999, limit: 2 },
    { limit: 2_001 },
    { limit: 'all' },
    { sort: 'a b' },
    { from_parent: 'yes' },
    { unknown: 1 },
  ],
  errors: [{ input: { filter: "nosuch:'x'" }, code: 'vendor.badResponse' }],
};

const named: Pick<OperationCases, 'accepts' | 'refuses'> = {
  accepts: [{ input: falconIndicator, output: same({}) }],
  refuses: [{}, { type: 'domain' }, { value: 'x' }, { type: '', value: 'x' }, { type: 'domain', value: 'x', extra: 1 }],
};
const onDevice: OperationCases = {
  accepts: [{ input: (all) => ({ ...falconIndicator(all), device_id: 'a'.repeat(32), limit: '5' }), output: same({}) }],
  refuses: [
    { type: 'domain', value: 'x' },
    { type: 'domain', value: 'x', device_id: 'a', limit: 'many' },
  ],
};
const lookup = (id: string): Pick<OperationCases, 'errors'> => ({
  errors: [{ input: { id }, code: 'vendor.badResponse' }],
});

/** Cases by vendor and operation. */
/** The other kinds of aggregation, each with what it alone takes. */
const aggregates: readonly AcceptedCase[] = [
  { type: 'date_histogram', field: 'created_on', interval: 'month', time_zone: 'UTC', extended_bounds: {} },
  { type: 'date_range', field: 'created_on', date_ranges: [{ from: '2020', to: 'now' }] },
  { type: 'range', field: 'severity_number', ranges: [{ From: 0, To: 50 }, { From: 50 }] },
  { type: 'cardinality', field: 'value' },
  { type: 'max', field: 'severity_number' },
  { type: 'min', field: 'severity_number' },
  { type: 'avg', field: 'severity_number' },
  { type: 'sum', field: 'severity_number' },
  { type: 'percentiles', field: 'severity_number', percents: [50, 95] },
  {
    type: 'terms',
    field: 'action',
    sub_aggregates: [{ name: 'inner', type: 'terms', field: 'type' }],
    min_doc_count: 1,
    max_doc_count: 1_000,
    missing: 'none',
    include: '.*',
    exclude: 'x',
    sort: '_count|desc',
    from: 0,
  },
].map((body) => ({
  input: same({ name: body.type, ...body }),
  output: same({
    resources: [
      { name: body.type, buckets: expect.arrayContaining([expect.objectContaining({ count: expect.any(Number) })]) },
    ],
  }),
}));

export const operationCases: Readonly<Record<string, Readonly<Record<string, OperationCases>>>> = {
  datadog: {
    ListIndicatorsOfCompromise: {
      accepts: [
        {
          input: same({
            limit: 2,
            offset: 1,
            query: 'score:>0',
            'sort[column]': 'last_seen_ts_epoch',
            'sort[order]': 'desc',
            ocsf: true,
            triage_state: 'not_reviewed',
          }),
          output: same({ data: { type: 'ioc_explorer_response' } }),
        },
        { input: same({ worked_by: 'ana.moreau@corp.example' }), output: same({ data: {} }) },
      ],
      refuses: [
        { limit: -1 },
        { 'sort[order]': 'up' },
        { 'sort[column]': 'colour' },
        { ocsf: 'true' },
        { triage_state: 'new' },
        { apiKey: 'x' },
      ],
      errors: [{ input: { query: ':::' }, code: 'vendor.badResponse' }],
    },
    GetIndicatorOfCompromise: {
      accepts: [
        {
          input: (all) => ({ indicator: datadogIndicator(all), include_triage_history: true, triage_history_limit: 5 }),
          output: (all) => ({ data: { attributes: { data: { indicator: datadogIndicator(all) } } } }),
        },
      ],
      refuses: [
        {},
        { indicator: '' },
        { indicator: 'x', triage_history_limit: 5 },
        { indicator: 'x', include_triage_history: true, triage_history_limit: 1_001 },
      ],
      errors: [{ input: { indicator: 'never-seen.example' }, code: 'vendor.badResponse' }],
    },
    CreateIoCTriageState: {
      accepts: [
        {
          input: (all) => ({ indicator: datadogIndicator(all), triage_state: 'reviewed' }),
          output: (all) => ({
            data: { attributes: { indicator: datadogIndicator(all), triage_state: 'reviewed' } },
          }),
        },
      ],
      refuses: [
        {},
        { indicator: 'x' },
        { indicator: 'x', triage_state: 'done' },
        { indicator: '', triage_state: 'reviewed' },
      ],
      errors: [{ input: { indicator: 'never-seen.example', triage_state: 'reviewed' }, code: 'vendor.badResponse' }],
    },
    ValidateApiKey: { accepts: [{ input: same({}), output: same({ valid: true }) }], refuses: [{ key: 'x' }] },
  },
  crowdstrike: {
    indicator_search_v1: searchCases,
    indicator_combined_v1: searchCases,
    indicator_get_v1: {
      accepts: [
        {
          input: (all) => ({ ids: falconRecords(all).map(({ id }) => id) }),
          output: (all) => ({ resources: falconRecords(all).map(({ id }) => ({ id })) }),
        },
        {
          input: (all) => ({ ids: [...falconRecords(all, 1).map(({ id }) => id), 'f'.repeat(64)] }),
          output: (all) => ({ resources: falconRecords(all, 1).map(({ id }) => ({ id })), errors: [{ code: 404 }] }),
        },
      ],
      refuses: [{}, { ids: [] }, { ids: 'abc' }, { ids: [''] }],
    },
    indicator_create_v1: {
      accepts: [
        {
          input: same({
            comment: 'from the case',
            retrodetects: true,
            indicators: [
              {
                type: 'domain',
                value: 'created.example',
                action: 'detect',
                severity: 'high',
                platforms: ['windows'],
                applied_globally: true,
                tags: ['loader'],
                expiration: '2027-01-01T00:00:00Z',
              },
            ],
          }),
          output: same({ resources: [{ type: 'domain', value: 'created.example', action: 'detect' }] }),
        },
        {
          input: same({ indicators: [{ type: 'domain', value: '', applied_globally: true, platforms: ['mac'] }] }),
          output: same({ resources: [{ row: 1, message_type: 'error', field_name: 'value' }] }),
        },
      ],
      refuses: [
        {},
        { indicators: [] },
        { indicators: [{ type: 'domain', value: 'x', colour: 'red' }] },
        { indicators: [{ type: 'domain', value: 'x', expiration: 'tomorrow' }] },
        { indicators: Array.from({ length: 201 }, () => ({ type: 'domain', value: 'x' })) },
      ],
    },
    indicator_update_v1: {
      accepts: [
        {
          input: (all) => ({
            indicators: falconRecords(all, 1).map(({ id }) => ({ id, description: 'Seen again', tags: ['again'] })),
          }),
          output: same({ resources: [{ description: 'Seen again' }] }),
        },
        {
          input: (all) => ({ bulk_update: { filter: oneByFilter(all), source: 'sightline' } }),
          output: same({ resources: [{ source: 'sightline' }] }),
        },
      ],
      refuses: [
        {},
        { indicators: [{ tags: ['x'] }] },
        { indicators: [{ id: 'x', value: 'y' }] },
        { bulk_update: { source: 'x' } },
        { bulk_update: { filter: 'x' } },
        { indicators: [{ id: 'x' }], bulk_update: { filter: "type:'domain'" } },
      ],
    },
    indicator_delete_v1: {
      accepts: [
        {
          input: (all) => ({
            ids: falconRecords(all)
              .slice(2)
              .map(({ id }) => id),
            comment: 'benign',
          }),
          output: same({ resources: [expect.stringMatching(/^[0-9a-f]{64}$/)] }),
        },
        {
          input: same({ filter: "value:'created.example'" }),
          output: same({ resources: [expect.stringMatching(/^[0-9a-f]{64}$/)] }),
        },
      ],
      refuses: [{}, { ids: [] }, { filter: '' }, { ids: ['x'], filter: "type:'domain'" }, { filter: "type:'domain'+" }],
      errors: [{ input: { ids: ['f'.repeat(64)] }, code: 'vendor.badResponse' }],
    },
    indicator_aggregate_v1: {
      accepts: [
        {
          input: same({ name: 'types', type: 'terms', field: 'type', size: 10, filter: "type:'domain'" }),
          output: same({ resources: [{ name: 'types', buckets: [{ label: 'domain' }] }] }),
        },
        ...aggregates,
      ],
      refuses: [
        {},
        { type: 'guess' },
        { type: 'terms', filter: 'x' },
        { type: 'terms', interval: 'century' },
        { type: 'percentiles', field: 'severity_number', percents: [101] },
        { type: 'range', field: 'severity_number', ranges: [{ from: 1 }] },
      ],
    },
    GetIndicatorsReport: {
      accepts: [
        {
          input: same({ report_format: 'csv', search: { filter: "type:'domain'", query: '', sort: '' } }),
          output: same({}),
        },
      ],
      refuses: [{}, { report_format: 'pdf', search: {} }, { report_format: 'csv', search: { filter: 'x' } }],
    },
    action_query_v1: listOf('detect'),
    action_get_v1: {
      accepts: [
        { input: same({}), output: same({}) },
        { input: same({ ids: ['detect'] }), output: same({ resources: [{ id: 'detect' }] }) },
      ],
      refuses: [{ ids: [] }, { ids: 'detect' }],
    },
    ioc_type_query_v1: listOf('sha256'),
    platform_query_v1: listOf('linux'),
    severity_query_v1: listOf('critical'),
    indicator_get_device_count_v1: {
      ...named,
      accepts: [{ input: falconIndicator, output: (all) => ({ resources: [falconIndicator(all)] }) }],
    },
    indicator_get_devices_ran_on_v1: named,
    indicator_get_processes_ran_on_v1: onDevice,
    DevicesCount: {
      ...named,
      errors: [{ input: { type: 'domain', value: 'never.example' }, code: 'vendor.badResponse' }],
    },
    DevicesRanOn: named,
    ProcessesRanOn: onDevice,
    entities_processes: {
      accepts: [{ input: same({ ids: ['never:1'] }), output: same({ errors: [{ code: 404, id: 'never:1' }] }) }],
      refuses: [{}, { ids: [] }, { ids: [7] }],
    },
  },
  threatgrid: {
    ioc_feed_get: {
      accepts: [
        {
          input: same({
            feedname: 'domains',
            after: '2026-11-19T00:00:00Z',
            before: '2026-11-20T00:00:00Z',
            confidence: 0,
            severity: 0,
            limit: 3,
          }),
          output: same({ data: { index: 0, items_per_page: 3 } }),
        },
        {
          input: same({ feedname: 'network_streams', ip: '10.0.0.0/8', port: 443, after: '2026-11-18T00:00:00' }),
          output: same({ data: { index: 0 } }),
        },
      ],
      refuses: [
        {},
        { feedname: 'cheese' },
        { feedname: 'domains', ip: '10.0.0.1' },
        { feedname: 'domains', after: 'yesterday' },
        { feedname: 'domains', confidence: 101 },
        { feedname: '../../v3/session/whoami' },
      ],
      errors: [{ input: { feedname: 'ips', ip: 'no-address' }, code: 'vendor.badResponse' }],
    },
    curated_feed_get: {
      accepts: [
        { input: same({ name: 'banking-dns', date: '2026-11-19' }), output: same(expect.any(Array)) },
        { input: same({ name: 'rat-dns', format: 'csv' }), output: same(expect.stringMatching(/^domain,timestamp/)) },
      ],
      refuses: [{}, { name: 'cheese' }, { name: 'rat-dns', date: 'today' }, { name: 'rat-dns', format: 'exe' }],
      errors: [{ input: { name: 'rat-dns', format: 'snort' }, code: 'vendor.badResponse' }],
    },
    whoami: { accepts: [{ input: same({}), output: same({ data: { login: 'jdoe' } }) }], refuses: [{ login: 'x' }] },
    rate_limit_get: {
      accepts: [{ input: same({ login: 'jdoe' }), output: same({ data: { organization: {} } }) }],
      refuses: [{}, { login: '' }],
      errors: [{ input: { login: 'nobody' }, code: 'vendor.badResponse' }],
    },
  },
  virustotal: {
    ioc_stream_list: {
      accepts: [
        {
          input: same({ limit: 2, descriptors_only: true, filter: 'entity_type:file', order: 'date+' }),
          output: same({ data: [{ type: 'file' }, { type: 'file' }] }),
        },
      ],
      refuses: [{ limit: 41 }, { order: 'up' }, { filter: 'origin:notHunting' }, { filter: 'word' }, { filter: '' }],
      errors: [{ input: { cursor: 'nonsense' }, code: 'vendor.badResponse' }],
    },
    ioc_stream_notification_get: {
      accepts: [
        { input: (all) => ({ id: notificationId(all) }), output: (all) => ({ data: { id: notificationId(all) } }) },
      ],
      refuses: [{}, { id: 'abc' }, { id: '../ioc_stream' }],
      ...lookup('1'),
    },
    ioc_stream_notification_delete: {
      accepts: [{ input: (all) => ({ id: notificationId(all) }), output: same(null) }],
      refuses: [{}, { id: '' }, { id: '../ioc_stream' }],
      ...lookup('1'),
    },
    ioc_stream_delete: {
      accepts: [{ input: same({ filter: 'entity_type:domain date:2020-01-01-' }), output: same(null) }],
      refuses: [{}, { filter: ' ' }, { filter: 'tagg:x' }, { filter: 'date:soon+' }],
      // The deletion of the case before is still going on.
      errors: [{ input: { filter: 'entity_type:url' }, code: 'vendor.rateLimited' }],
    },
    file_get: {
      accepts: [
        { input: (all) => ({ id: objectId(all, 'file') }), output: (all) => ({ data: { id: objectId(all, 'file') } }) },
      ],
      refuses: [{}, { id: 'x' }, { id: 'f'.repeat(63) }],
      ...lookup('f'.repeat(64)),
    },
    url_get: {
      accepts: [{ input: (all) => ({ id: objectId(all, 'url') }), output: same({ data: { type: 'url' } }) }],
      refuses: [{}, { id: '' }],
      ...lookup('https://never.example/'),
    },
    domain_get: {
      accepts: [{ input: (all) => ({ domain: objectId(all, 'domain') }), output: same({ data: { type: 'domain' } }) }],
      refuses: [{}, { domain: 'a/b' }, { domain: '' }],
      errors: [{ input: { domain: 'never.example' }, code: 'vendor.badResponse' }],
    },
    ip_address_get: {
      accepts: [
        { input: (all) => ({ ip: objectId(all, 'ip_address') }), output: same({ data: { type: 'ip_address' } }) },
      ],
      refuses: [{}, { ip: '1.2.3' }, { ip: 'evil.example' }],
      errors: [{ input: { ip: '203.0.113.254' }, code: 'vendor.badResponse' }],
    },
  },
};
