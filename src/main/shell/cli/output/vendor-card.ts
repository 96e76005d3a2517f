import type { DetailField, Estate, VendorCard } from '#shared/model/vendor-detail.ts';
import { formatMinute } from './moments.ts';

/** A vendor's answer about one indicator as lines of text; vendor text is not yet cleared of what steers a terminal. */
export function describeVendorCard({ connection, title, fetchedAtMs, detail }: VendorCard): readonly string[] {
  const age = fetchedAtMs === null ? 'never asked' : `answered ${formatMinute(fetchedAtMs)} UTC`;
  const head = `${connection}, ${title}: ${age}`;
  if (fetchedAtMs === null) return [head, ''];
  if (detail === null) return [head, '  The vendor held nothing on it.', ''];
  const sections = detail.sections.flatMap(({ title: name, fields, table }) => [
    ...(name === null ? [] : [`  ${name}`]),
    ...fields.map((field) => `    ${field.name.padEnd(16)} ${textOf(field)}`),
    ...(table === null ? [] : table.rows.map((row) => `    ${row.join('  ')}`)),
  ]);
  return [head, ...sections, ...(detail.estate === null ? [] : describeEstate(detail.estate)), ''];
}

function textOf(field: DetailField): string {
  switch (field.kind) {
    case 'text':
      return field.text;
    case 'list':
      return field.items.join(', ');
    case 'moment':
      return `${formatMinute(field.atMs)} UTC`;
  }
}

function describeEstate({ hostCount, isAtLeast, hosts, remarks }: Estate): readonly string[] {
  const count = hostCount === null ? 'an unknown number of' : `${isAtLeast ? 'at least ' : ''}${hostCount}`;
  return [
    `  Seen in our estate on ${count} ${hostCount === 1 ? 'host' : 'hosts'}`,
    ...hosts.flatMap(({ name, processes }) => [
      `    ${name}`,
      ...(processes ?? []).map(({ id, fileName, commandLine, startedAtMs }) => {
        const when = startedAtMs === null ? '' : `${formatMinute(startedAtMs)}  `;
        return `      ${when}${commandLine ?? fileName ?? id}`;
      }),
    ]),
    ...remarks.map((remark) => `  ${remark}`),
  ];
}
