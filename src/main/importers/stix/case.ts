import type { ImportedCase } from '#main/services/ports/imports.ts';
import { parseTimestamp } from '#main/vendors/kit/times.ts';
import { parseCase, parseNoteMarks, travellingNoteLimit } from '#shared/public-json/travelling-case.ts';
import { shorten } from '../statement.ts';
import { uuidOf } from '../uuid.ts';
import type { Bundle } from './bundle.ts';
import { isOwnText } from './indicators.ts';
import { markOfObject } from './marks.ts';
import type { StixObject } from './objects.ts';

/** The case of a bundle: its first report, else its first grouping; its notes are those of the case. */
export function readStixCase(bundle: Bundle): ImportedCase | null {
  const heads = ['report', 'grouping'].flatMap((type) => bundle.objects.filter((object) => object.type === type));
  // A report of a list of ours is no case.
  const [head, ...others] = heads.filter((object) => !isList(bundle, object));
  for (const other of others) {
    bundle.collector.skip(other.id, `${other.type} ${shorten(other.name ?? '')}`, 'Only one of a file becomes a case.');
    bundle.used.add(other.id);
  }
  for (const list of heads.filter((object) => isList(bundle, object))) bundle.used.add(list.id);
  if (head === undefined) return null;
  bundle.used.add(head.id);
  const own = parseCase(bundle.own(head)?.['case']);
  const notes = readNotes(bundle);
  return own === undefined ? { ...describeForeign(head), notes } : { ...own, notes };
}

/** Lists of ours have a report too, whose author wrote indicators with our extension, but no case. */
function isList(bundle: Bundle, head: StixObject): boolean {
  return bundle.own(head)?.['list'] === true;
}

function describeForeign(head: StixObject): Omit<ImportedCase, 'notes'> {
  const createdAtMs = parseTimestamp(head.published) ?? parseTimestamp(head.created) ?? 0;
  const summary = head.description?.trim() ?? '';
  return {
    number: null,
    uuid: uuidOf(head.id.slice(head.id.indexOf('--') + 2)),
    title: (head.name?.trim() ?? '').slice(0, 300) || 'Imported report',
    status: 'open',
    severity: 'none',
    tlp: markOfObject(head),
    pap: 'amber',
    assignee: null,
    summary: summary === '' ? null : summary.slice(0, 100_000),
    verdict: null,
    createdAtMs,
    updatedAtMs: parseTimestamp(head.modified) ?? createdAtMs,
    closedAtMs: null,
    tasks: [],
    files: [],
    timeline: [],
  };
}

function readNotes(bundle: Bundle): ImportedCase['notes'] {
  return (
    bundle.objects
      .filter((object) => (object.type === 'note' || object.type === 'opinion') && !isOwnText(bundle, object))
      // What is beyond is told as passed over.
      .slice(0, travellingNoteLimit)
      .flatMap((object) => {
        const text = noteText(object);
        if (text === '') return [];
        bundle.used.add(object.id);
        const own = bundle.own(object);
        const by = own?.['noted_by'] ?? object.authors?.join(', ') ?? bundle.find(object.created_by_ref)?.name;
        const at = own?.['noted_at'] ?? object.created;
        const marks = parseNoteMarks({ is_pinned: own?.['is_pinned'], evidence: own?.['evidence'] });
        return [
          { atMs: parseTimestamp(at) ?? 0, by: typeof by === 'string' ? by.slice(0, 300) : 'unknown', text, ...marks },
        ];
      })
  );
}

function noteText({ abstract, content, explanation }: StixObject): string {
  const body = content ?? explanation ?? '';
  return (abstract === null ? body : `${abstract}\n\n${body}`).slice(0, 100_000);
}
