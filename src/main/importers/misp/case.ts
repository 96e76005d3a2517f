import { markOf } from '#main/domain/tlp.ts';
import type { ImportedCase } from '#main/services/ports/imports.ts';
import { parseEpoch, parseTimestamp } from '#main/vendors/kit/times.ts';
import { papMarks, type Severity } from '#shared/model/vocabulary.ts';
import type { Collector } from '../collect.ts';
import { uuidOf } from '../uuid.ts';
import { nameOf } from './attributes.ts';
import { type MispAttribute, type MispEvent, readReport } from './event.ts';

const severities: ReadonlyMap<string, Severity> = new Map([
  ['1', 'high'],
  ['2', 'medium'],
  ['3', 'low'],
  ['4', 'none'],
]);

/** The case that somebody else's event describes: open, since how far their analysis was is not how far ours is. */
export function describeForeignEvent(event: MispEvent): Omit<ImportedCase, 'notes'> {
  const tags = (event.Tag ?? []).map(({ name }) => name);
  const changedAtMs = parseEpoch(event.timestamp) ?? 0;
  const createdAtMs = parseTimestamp(`${event.date}T00:00:00Z`) ?? changedAtMs;
  return {
    number: null,
    uuid: uuidOf(event.uuid ?? event.info ?? ''),
    title: (event.info?.trim() ?? '').slice(0, 300) || 'Imported event',
    status: 'open',
    severity: severities.get(event.threat_level_id ?? '') ?? 'none',
    tlp: markOf({ tags }),
    pap: papMarks.find((mark) => tags.some((tag) => tag.toLowerCase() === `pap:${mark}`)) ?? 'amber',
    assignee: null,
    summary: null,
    verdict: null,
    createdAtMs,
    updatedAtMs: Math.max(createdAtMs, changedAtMs),
    closedAtMs: null,
    tasks: [],
    files: [],
    timeline: [],
  };
}

/** Prose in an event: texts, comments, links, reports. */
export function readNotes(
  event: MispEvent,
  prose: readonly MispAttribute[],
  collector: Collector,
): ImportedCase['notes'] {
  const by = event.Orgc?.name ?? 'unknown';
  const plain = { isPinned: false, evidence: [] };
  const written = prose.flatMap(({ value, comment, timestamp }) => {
    const text = [value, comment].filter((part) => typeof part === 'string' && part.trim() !== '').join('\n\n');
    return text === '' ? [] : [{ atMs: parseEpoch(timestamp) ?? 0, by, text: text.slice(0, 100_000), ...plain }];
  });
  for (const { value, ...one } of prose) {
    if (value === null) collector.skip(nameOf({ ...one, value }), one.type, 'It is empty.');
  }
  const reports = (event.EventReport ?? []).flatMap((one) => {
    const report = readReport(one);
    const text = [report?.name, report?.content].filter((part) => typeof part === 'string').join('\n\n');
    return text === ''
      ? []
      : [{ atMs: parseEpoch(report?.timestamp) ?? 0, by, text: text.slice(0, 100_000), ...plain }];
  });
  return [...written, ...reports];
}
