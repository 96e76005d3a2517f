import { type TravellingCase, travellingCaseSchema } from '#shared/public-json/travelling-case.ts';
import { tellIssue, toModelNames } from './fields.ts';

/** A case, or why it is none. */
export type CaseRead = { readonly found: TravellingCase } | { readonly reason: string };

/** Reads the `case` of our JSON, within the limits of a case. */
export function readJsonCase(value: unknown): CaseRead {
  const fields = toModelNames(value);
  if (typeof fields !== 'object' || fields === null) return { reason: 'It is no record.' };
  const { tasks, files, notes, timeline, ...rest } = { ...fields } as Readonly<Record<string, unknown>>;
  const parsed = travellingCaseSchema.safeParse({
    ...rest,
    tasks: each(tasks, toModelNames),
    files: each(files, toModelNames),
    notes: each(notes, readNote),
    timeline: each(timeline, toModelNames),
  });
  return parsed.success ? { found: parsed.data } : { reason: `It cannot be read: ${tellIssue(parsed.error)}.` };
}

function readNote(value: unknown): unknown {
  const note = toModelNames(value);
  if (typeof note !== 'object' || note === null || !('evidence' in note)) return note;
  return { ...note, evidence: each(note.evidence, toModelNames) };
}

const each = (list: unknown, read: (item: unknown) => unknown): unknown =>
  Array.isArray(list) ? list.map(read) : list;
