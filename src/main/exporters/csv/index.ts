import { displayValue } from '#shared/model/indicator.ts';
import { csvLine, listField, numberField, textField } from '#shared/text/csv-fields.ts';
import { defang } from '#shared/text/defang.ts';
import type { Exporter } from '../exporter.ts';
import type { ReportIndicator, ReportModel } from '../report-model.ts';
import { byteOrderMark, momentField } from './fields.ts';

const columns =
  'case,tlp,type,value,defanged,score,severity,verdict,state,first_seen,last_seen,expires_at,vendors,connections,vendor_scores,vendor_keys,tags,listed,note,observations,data_state';

/** One line per indicator, exact and defanged side by side. */
export const csv: Exporter = {
  id: 'csv',
  displayName: 'CSV, one line per indicator',
  fileExtension: 'csv',
  audience: 'machines',
  scopes: ['case', 'query'],
  choices: [],
  async *render(model) {
    yield byteOrderMark + csvLine(columns.split(',').map((name) => textField(name)));
    for await (const member of model.indicators()) yield csvLine(indicatorFields(model, member));
  },
};

function indicatorFields(model: ReportModel, { indicator, observations, comment }: ReportIndicator): readonly string[] {
  const exact = displayValue(indicator);
  const scores = observations.filter(({ vendorScore }) => vendorScore !== null);
  return [
    textField(model.case?.number ?? null),
    textField(model.tlp),
    textField(indicator.type),
    textField(exact),
    textField(defang(indicator.type, exact)),
    numberField(indicator.score),
    textField(indicator.severity),
    textField(indicator.verdict),
    textField(indicator.state),
    momentField(indicator.firstSeenMs),
    momentField(indicator.lastSeenMs),
    momentField(indicator.expiresAtMs),
    listField(indicator.vendors),
    listField(indicator.connections),
    listField(scores.map(({ connection, vendorScore }) => `${connection}: ${vendorScore}`)),
    listField(observations.map(({ connection, vendorKey }) => `${connection}: ${vendorKey}`)),
    listField(indicator.tags),
    textField(indicator.flags.includes('listed') ? 'true' : 'false'),
    textField(comment),
    numberField(indicator.observations),
    momentField(model.dataStateAtMs),
  ];
}
