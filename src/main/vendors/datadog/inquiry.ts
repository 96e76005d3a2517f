/** What Datadog says of one indicator beyond its list: context in the own logs, and who judged it when. */
import { AppError } from '#shared/errors/app-error.ts';
import type { Estate, VendorDetail } from '#shared/model/vendor-detail.ts';
import type { InquirySubject, VendorInquiry } from '../inquiry.ts';
import { fieldSection, listField, memberAt, momentField, tableSection, textField } from '../kit/detail-cards.ts';
import { asList, asObject } from '../kit/push-fields.ts';
import { boundList } from '../kit/vendor-text.ts';
import type { AskVendor, OperationInput } from '../operation.ts';

const stream = 'indicators';
/** Entries of the history per call, and most in all. */
const historyPage = 100;
const historyLimit = 1_000;

/** Members that only this read has: the list's records are without them, so the cached one stays comparable. */
const beyondList: ReadonlySet<string> = new Set([
  'as_number',
  'as_organization',
  'as_cidr_block',
  'services',
  'hosts',
  'log_sources',
  'critical_assets',
  'signal_severity',
  'users',
  'additional_data',
  'triage_history',
]);

/** The record of the explorer with its context and the whole triage history. */
export const indicatorInquiry: VendorInquiry = {
  id: 'indicator',
  reads: ['GetIndicatorOfCompromise'],
  title: 'IoC explorer',
  concerns: () => true,
  ask: askAll,
  refresh(answer, { records }) {
    const known = records.filter((one) => one.stream === stream);
    if (answer === null) return known.map(({ vendorKey }) => ({ stream, vendorKey, record: null }));
    const record = Object.fromEntries(Object.entries(asObject(answer) ?? {}).filter(([name]) => !beyondList.has(name)));
    return known.filter(({ vendorKey }) => vendorKey === record['indicator']).map((one) => ({ ...one, record }));
  },
  describe,
};

async function askAll(ask: AskVendor, subject: InquirySubject): Promise<unknown> {
  const known = subject.records.find((one) => one.stream === stream);
  const { ocsf } = subject.optionsOf(stream);
  const input = {
    indicator: known?.vendorKey ?? subject.received ?? subject.value,
    include_triage_history: true,
    triage_history_limit: historyPage,
    ...(ocsf === undefined ? {} : { ocsf }),
  };
  const record = await askOnce(ask, input);
  if (record === null) return null;
  const history = [...asList(record['triage_history'])];
  // The first page alone tells nothing of its end but its length.
  for (let last = history.length; last === historyPage && history.length < historyLimit; ) {
    const more = await askOnce(ask, { ...input, triage_history_offset: history.length });
    const page = asList(more?.['triage_history']);
    history.push(...page);
    last = page.length;
  }
  return { ...record, triage_history: history };
}

async function askOnce(ask: AskVendor, input: OperationInput): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const output = await ask('GetIndicatorOfCompromise', input);
    return asObject(memberAt(output, 'data', 'attributes', 'data')) ?? null;
  } catch (error) {
    if (error instanceof AppError && error.vendorStatus === 404) return null;
    throw error;
  }
}

function describe(answer: unknown): VendorDetail {
  const of = (name: string): unknown => memberAt(answer, name);
  const severities = asList(of('signal_severity')).map((one) => [memberAt(one, 'severity'), memberAt(one, 'count')]);
  return {
    sections: [
      ...fieldSection(null, [
        textField('Score', of('score')),
        textField('Signals', of('signal_matches')),
        textField('Log lines', of('log_matches')),
        momentField('First seen', of('first_seen')),
        momentField('Last seen', of('last_seen')),
        textField('Triage', of('triage_state')),
        momentField('Triaged', of('triaged_at')),
        textField('Triaged by', of('triaged_by')),
      ]),
      ...fieldSection('Network', [
        textField('AS number', of('as_number')),
        textField('AS organisation', of('as_organization')),
        textField('AS network', of('as_cidr_block')),
        textField('AS type', of('as_type')),
        textField('City', memberAt(answer, 'as_geo', 'city')),
        textField('Country', memberAt(answer, 'as_geo', 'country_name')),
      ]),
      ...fieldSection('What moved the score', [
        textField('Trust', sayEffect(of('max_trust_score'))),
        textField('Sources', sayEffect(of('m_sources'))),
        textField('Persistence', sayEffect(of('m_persistence'))),
        textField('Signals', sayEffect(of('m_signal'))),
        textField('AS type', sayEffect(of('m_as_type'))),
      ]),
      ...fieldSection('In our logs', [
        listField('Services', of('services')),
        listField('Log sources', of('log_sources')),
        listField('Critical assets', of('critical_assets')),
        ...Object.entries(asObject(of('users')) ?? {}).map(([name, users]) => listField(`Users: ${name}`, users)),
      ]),
      ...tableSection('Signals by severity', { columns: ['Severity', 'Count'], rows: severities }),
      ...tableSection('Triage at Datadog', {
        columns: ['When', 'State', 'By'],
        rows: asList(of('triage_history')).map((entry) =>
          ['triaged_at', 'triage_state', 'triaged_by'].map((name) => memberAt(entry, name)),
        ),
      }),
    ],
    estate: readEstate(of('hosts')),
  };
}

const effects: ReadonlyMap<string, string> = new Map([
  ['RAISE_SCORE', 'raises the score'],
  ['LOWER_SCORE', 'lowers the score'],
  ['NO_EFFECT', 'has no effect'],
]);

/** Datadog's factors are effects, not numbers, `max_trust_score` too; a word that it adds later stays its own. */
function sayEffect(factor: unknown): unknown {
  return typeof factor === 'string' ? (effects.get(factor) ?? factor) : factor;
}

/** The hosts whose logs held it; absent and empty both mean that there is none to show. */
function readEstate(hosts: unknown): Estate | null {
  const names = boundList(asList(hosts).map((host) => (typeof host === 'string' ? host : null)));
  if (names.length === 0) return null;
  return {
    hostCount: names.length,
    isAtLeast: false,
    hosts: names.map((name) => ({ name, processes: null })),
    remarks: [],
  };
}
