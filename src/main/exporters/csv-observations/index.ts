import { AppError } from '#shared/errors/app-error.ts';
import { displayValue, type Observation } from '#shared/model/indicator.ts';
import { csvLine, listField, numberField, textField } from '#shared/text/csv-fields.ts';
import { defang } from '#shared/text/defang.ts';
import { byteOrderMark, momentField } from '../csv/fields.ts';
import type { Exporter, ExportOptions } from '../exporter.ts';
import type { ReportIndicator, ReportModel } from '../report-model.ts';

const columns =
  'case,tlp,type,value,defanged,vendor,connection,stream,vendor_key,vendor_score,score,confidence,action,first_seen,last_seen,expires_at,tags,fetched_at,gone_at,raw_sha256';

/** One line per vendor record: who said what, and where it can be found again. */
export const csvObservations: Exporter = {
  id: 'csv-observations',
  displayName: 'CSV, one line per vendor record',
  fileExtension: 'csv',
  audience: 'machines',
  scopes: ['case', 'query'],
  choices: [],
  render,
};

async function* render(model: ReportModel, { onLeftOut }: ExportOptions): AsyncIterable<string> {
  let isEmpty = true;
  for await (const member of model.indicators()) {
    if (member.observations.length === 0) onLeftOut?.();
    else if (isEmpty) yield byteOrderMark + csvLine(columns.split(',').map((name) => textField(name)));
    isEmpty &&= member.observations.length === 0;
    for (const observation of member.observations) yield csvLine(observationFields(model, member, observation));
  }
  if (isEmpty) throw noRecords();
}

function noRecords(): AppError {
  return new AppError('state.notFound', 'Nothing to export: no vendor has a record of any of the indicators.', {
    suggestion: 'Use a format that has a line per indicator, such as csv.',
  });
}

function observationFields(
  model: ReportModel,
  { indicator }: ReportIndicator,
  observation: Observation,
): readonly string[] {
  const exact = displayValue(indicator);
  return [
    textField(model.case?.number ?? null),
    textField(model.tlp),
    textField(indicator.type),
    textField(exact),
    textField(defang(indicator.type, exact)),
    textField(observation.vendor),
    textField(observation.connection),
    textField(observation.stream),
    textField(observation.vendorKey),
    textField(observation.vendorScore),
    numberField(observation.score),
    numberField(observation.confidence),
    textField(observation.action),
    momentField(observation.firstSeenMs),
    momentField(observation.lastSeenMs),
    momentField(observation.expiresAtMs),
    listField(observation.tags),
    momentField(observation.fetchedAtMs),
    momentField(observation.goneAtMs),
    textField(observation.rawSha256),
  ];
}
