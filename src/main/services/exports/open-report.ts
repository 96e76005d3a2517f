import type { QueryPlan } from '#main/domain/query/plan.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { type CaseLog, emptyLog, readLog, withoutNames } from '../case-log.ts';
import { parseCaseNumber, readCase } from '../case-service.ts';
import type { Picked } from '../ports/store/indicators.ts';
import type { StoreReader } from '../ports/store.ts';
import type { SearchService } from '../search-service.ts';
import type { SettingsService } from '../settings-service.ts';
import type { VendorCatalogue } from '../vendor-catalogue.ts';
import { buildReportHead, type ReportHead } from './report-builder.ts';
import { openFrozenMembers, openLiveMembers, openPickedMembers, type ReportMembers } from './report-members.ts';
import { readSources, readVendors } from './report-sources.ts';
import type { ExportRequest } from './request.ts';

/** Who knows what a report tells. */
export interface ReportParts {
  readonly search: SearchService;
  readonly settings: SettingsService;
  readonly vendors: VendorCatalogue;
  /** e.g. `Sightline 0.1.0`. */
  readonly tool: string;
}

/** What a report is about, understood once: a query's relative times mean the same at each reading. */
export type Scope =
  | { readonly number: CaseNumber }
  | { readonly query: string; readonly plan: QueryPlan }
  | { readonly picked: Picked };

/**
 * Changes nothing: candidates of a look-up that the cache does not hold are told of by their names.
 * @throws AppError `input.invalid` for a query or a number that cannot be read, `state.notFound` for a look-up that is gone.
 */
export async function readScope({ search }: Pick<ReportParts, 'search'>, { scope }: ExportRequest): Promise<Scope> {
  if ('case' in scope) return { number: parseCaseNumber(scope.case) };
  if ('query' in scope) return { ...scope, plan: search.plan(scope.query) };
  return { picked: await search.pick(scope) };
}

/** What is asked for, and what it is about. */
export interface ReportJob {
  readonly request: ExportRequest;
  readonly scope: Scope;
}

/** All of a report; its indicators and its log are read later. */
export interface OpenReport {
  readonly head: ReportHead;
  readonly members: ReportMembers;
  readonly log: CaseLog;
}

/** The first, cheap pass over the indicators, and a way to read them. */
export async function openReport(
  parts: ReportParts,
  store: StoreReader,
  { request, scope }: ReportJob,
): Promise<OpenReport> {
  const isCase = 'number' in scope;
  const found = isCase ? await readCase(store, scope.number) : null;
  const members = await openMembers(store, scope);
  const tallies = await members.tally();
  const { analystName, defaultTlp } = await parts.settings.get();
  const head = buildReportHead({
    tool: parts.tool,
    author: analystName,
    case: found,
    query: 'query' in scope ? scope.query : null,
    selection: 'digest' in members ? members.digest : null,
    tallies,
    sources: await readSources(store, parts.vendors, tallies),
    vendors: await readVendors(parts.vendors),
    defaultTlp,
    ceiling: request.tlp,
  });
  const log = isCase ? readLog(store, scope.number) : emptyLog;
  return { head, members, log: head.withholdsNames ? withoutNames(log) : log };
}

function openMembers(
  store: StoreReader,
  scope: Scope,
): Promise<ReportMembers | Awaited<ReturnType<typeof openPickedMembers>>> {
  if ('number' in scope) return openFrozenMembers(store, scope.number);
  return 'picked' in scope ? openPickedMembers(store, scope.picked) : openLiveMembers(store, scope.plan);
}
