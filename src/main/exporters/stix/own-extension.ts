import type { JsonValue } from '#main/domain/canonical-json.ts';
import { formatMoment } from '../moment.ts';
import type { ReportCase, ReportIndicator } from '../report-model.ts';

/**
 * The extension in which we write what STIX has no word for; readers that do not know it skip it. Never to be changed. Its
 * definition is not in the bundle, as that of TLP 2.0 is not: OASIS's schema of bundles refuses such objects.
 */
const ownExtension = 'extension-definition--82535c39-d6d9-4ed1-8705-f9beadee53af';

/** The `extensions` of an object, without what is unknown. */
export function extend(properties: { readonly [name: string]: JsonValue | null }): JsonValue {
  const known = Object.entries(properties).filter(([, value]) => value !== null);
  return { [ownExtension]: { extension_type: 'property-extension', ...Object.fromEntries(known) } };
}

/** What the case says of an indicator. */
export function extendIndicator({ indicator, role, comment }: ReportIndicator): JsonValue {
  const { type, value, received, verdict, state } = indicator;
  return extend({ indicator_type: type, value, received, role, comment, verdict, state });
}

/** The fields of the case itself. */
export function extendCase(report: ReportCase, tlp: string): JsonValue {
  const { title, status, severity, pap, assignee, verdict, summary, tasks } = report;
  const created = formatMoment(report.createdAtMs) ?? null;
  const fields = { title, status, severity, tlp, pap, assignee, verdict, summary, created };
  const known = Object.entries(fields).filter(([, value]) => value !== null);
  return extend({
    case: { ...Object.fromEntries(known), tasks: tasks.map(({ text, done }) => ({ text, done })) },
  });
}
