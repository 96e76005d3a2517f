import type { JsonValue } from '#main/domain/canonical-json.ts';
import type { CaseTimelineEntry } from '#shared/model/case.ts';
import { packFrozen } from '#shared/public-json/frozen.ts';
import { ownStixExtension } from '#shared/public-json/own-extension.ts';
import { packCase } from '#shared/public-json/travelling-case.ts';
import type { ReportCase, ReportIndicator } from '../report-model.ts';

/** The `extensions` of an object, without what is unknown. */
export function extend(properties: { readonly [name: string]: JsonValue | null }): JsonValue {
  const known = Object.entries(properties).filter(([, value]) => value !== null);
  return { [ownStixExtension]: { extension_type: 'property-extension', ...Object.fromEntries(known) } };
}

/** What the case says of an indicator, and all that it froze of it. */
export function extendIndicator(member: ReportIndicator): JsonValue {
  const { indicator, role, comment, judgedBy, lists } = member;
  const { type, value, received, verdict, state } = indicator;
  const said = { role, comment, verdict, state, judged_by: judgedBy, lists: lists.length === 0 ? null : lists };
  return extend({ indicator_type: type, value, received, ...said, frozen: packFrozen(member) });
}

/** The fields of the case itself, and what happened in it; its notes are objects of their own. */
export function extendCase(report: ReportCase, timeline: readonly CaseTimelineEntry[]): JsonValue {
  const { noteCount: _counted, ...fields } = report;
  return extend({ case: packCase({ ...fields, notes: [], timeline }) });
}

/** A list, which is no case. */
export function extendList(): JsonValue {
  return extend({ list: true });
}
