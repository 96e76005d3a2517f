import { asRecord, type EmulatorReply, type EmulatorRequest, parseBody } from '../kit/reply.ts';
import { drawUuid } from '../world/random.ts';
import { runAggregate } from './aggregate.ts';
import { readAggregates } from './aggregate-spec.ts';
import { deleteIndicators } from './deletes.ts';
import { parseFql } from './fql-parser.ts';
import { hashText } from './ids.ts';
import { readFlag, readText } from './parameters.ts';
import { type ApiError, ApiProblem } from './problem.ts';
import type { SearchPage } from './search.ts';
import { parseSort } from './sort.ts';
import type { Tenant } from './tenant.ts';
import { createIndicators, updateIndicators, type WriteContext } from './writes.ts';

/** `indicator_search_v1`: ids. */
export function searchIndicators(tenant: Tenant, request: EmulatorRequest): EmulatorReply {
  const { positions, pagination } = readPage(tenant, request);
  const resources = positions.map((position) => tenant.store.record(position).id);
  return tenant.envelope.reply({ resources, pagination });
}

/** `indicator_combined_v1`: records. */
export function combinedIndicators(tenant: Tenant, request: EmulatorRequest): EmulatorReply {
  const { positions, pagination } = readPage(tenant, request);
  const resources = positions.map((position) => tenant.store.record(position));
  return tenant.envelope.reply({ resources, pagination });
}

/** `indicator_get_v1`: records by id, deleted ones included, in an order of its own. */
export function getIndicators(tenant: Tenant, request: EmulatorRequest): EmulatorReply {
  const ids = readIds(tenant, request);
  if (ids.length === 0) throw new ApiProblem(400, 'ids: required parameter is missing');
  const errors: ApiError[] = [];
  const positions: number[] = [];
  for (const id of new Set(ids)) {
    const position = tenant.store.find(id);
    if (position === undefined) errors.push({ code: 404, message: 'Indicator not found', id });
    else positions.push(position);
  }
  if (positions.length === 0) return tenant.envelope.reply({ status: 404, errors, resources: [] });
  positions.sort((a, b) => tenant.store.rank(a) - tenant.store.rank(b));
  return tenant.envelope.reply({ resources: positions.map((position) => tenant.store.record(position)), errors });
}

/** `indicator_create_v1`. */
export function createIndicatorRows(tenant: Tenant, request: EmulatorRequest): EmulatorReply {
  const records = createIndicators(writeContext(tenant, request), parseBody(request));
  return tenant.envelope.reply({ status: 201, resources: records, pagination: { limit: 0, total: records.length } });
}

/** `indicator_update_v1`. */
export function updateIndicatorRows(tenant: Tenant, request: EmulatorRequest): EmulatorReply {
  const records = updateIndicators(writeContext(tenant, request), parseBody(request));
  return tenant.envelope.reply({ resources: records, pagination: { limit: 0, total: records.length } });
}

/** `indicator_delete_v1`. */
export function deleteIndicatorRows(tenant: Tenant, request: EmulatorRequest): EmulatorReply {
  const filter = readText(request.query, 'filter');
  const { ids, errors } = deleteIndicators(tenant.store, tenant.search, {
    filter: filter === '' ? undefined : filter,
    ids: readIds(tenant, request),
    fromParent: readFlag(request.query, 'from_parent'),
    clientId: tenant.clientId,
  });
  return tenant.envelope.reply({ resources: ids, errors });
}

/** `indicator_aggregate_v1`. */
export function aggregateIndicators(tenant: Tenant, request: EmulatorRequest): EmulatorReply {
  const specs = readAggregates(parseBody(request));
  const positions = [
    ...tenant.search.run({
      filter: readText(request.query, 'filter'),
      fromParent: readFlag(request.query, 'from_parent'),
    }),
  ];
  return tenant.envelope.reply({ resources: specs.map((spec) => runAggregate(tenant.store, spec, positions)) });
}

/** `GetIndicatorsReport`: answers with the id of a job; its download belongs to another collection. */
export function reportIndicators(tenant: Tenant, request: EmulatorRequest): EmulatorReply {
  const body = asRecord(parseBody(request));
  const search = asRecord(body?.['search']);
  const [filter, query, sort] = [search?.['filter'], search?.['query'], search?.['sort']];
  const format = body?.['report_format'];
  if (format !== 'csv' && format !== 'json') throw new ApiProblem(400, `invalid report_format: '${String(format)}'`);
  if (typeof filter !== 'string' || typeof query !== 'string' || typeof sort !== 'string') {
    throw new ApiProblem(400, 'search.filter, search.query and search.sort are required');
  }
  if (filter !== '') parseFql(filter);
  if (sort !== '') parseSort(sort);
  const index = hashText(`${request.body}${String(tenant.store.now)}`);
  return tenant.envelope.reply({ resources: [drawUuid({ seed: tenant.store.seed, index }, 50)] });
}

function readPage(tenant: Tenant, { query }: EmulatorRequest): SearchPage {
  const search = {
    filter: readText(query, 'filter'),
    sort: readText(query, 'sort'),
    fromParent: readFlag(query, 'from_parent'),
  };
  const paging = {
    limit: readText(query, 'limit'),
    offset: readText(query, 'offset'),
    after: readText(query, 'after'),
  };
  return tenant.search.page(search, paging);
}

function readIds(tenant: Tenant, request: EmulatorRequest): readonly string[] {
  const { maxIds, maxQueryBytes } = tenant.settings;
  if (request.rawQuery.length > maxQueryBytes) throw new ApiProblem(414, 'request URI too long');
  const ids = request.query.getAll('ids').filter((id) => id !== '');
  if (ids.length > maxIds) throw new ApiProblem(400, `no more than ${maxIds} ids are allowed`);
  return ids;
}

function writeContext(tenant: Tenant, { query }: EmulatorRequest): WriteContext {
  readFlag(query, 'retrodetects'); // only checked: what it sets off happens in another product
  return {
    store: tenant.store,
    search: tenant.search,
    clientId: tenant.clientId,
    hasMobile: tenant.settings.hasMobile,
    maxRows: tenant.settings.maxRows,
    ignoreWarnings: readFlag(query, 'ignore_warnings') ?? false,
  };
}
