import * as z from 'zod';
import type { ImportedCase } from '#main/services/ports/imports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { Collector } from '../collect.ts';
import { stateFrozen } from '../frozen-fields.ts';
import type { Importer } from '../importer.ts';
import { shorten } from '../statement.ts';
import { readJsonCase } from './case.ts';
import { readMember } from './member.ts';

/** The version of the form that is read here. */
const knownVersion = 1;

const headSchema = z.looseObject({
  format: z.enum(['sightline-case', 'sightline-list']),
  version: z.number().int(),
  author: z.string().nullable().catch(null),
  query: z.string().nullable().catch(null),
  leftOut: z.number().int().catch(0),
  indicators: z.array(z.unknown()),
});
type Head = z.infer<typeof headSchema>;

/** Our own lossless form: a case or a list of another Sightline. */
export const json: Importer = {
  id: 'json',
  fits: ({ json: value }) => hasOurFormat(value),
  read({ name, json: value }) {
    const head = readHead(name, value);
    const collector = new Collector();
    const found = readCase(head, collector);
    for (const [at, member] of head.indicators.entries()) {
      readIndicator(head, collector, { member, place: `indicator ${at + 1}` });
    }
    return {
      format: 'json',
      author: head.author,
      title: found?.title ?? (head.query === null || head.query === '' ? name : head.query),
      case: found,
      rows: collector.rows,
      passedOver: collector.passedOver,
      notes:
        head.leftOut > 0
          ? [`${head.leftOut.toLocaleString('en-US')} indicators were left out of the file under the ceiling it has.`]
          : [],
      columns: null,
    };
  },
};

function hasOurFormat(value: unknown): boolean {
  return headSchema.pick({ format: true }).safeParse(value).success;
}

function readHead(name: string, value: unknown): Head {
  const parsed = headSchema.safeParse(value);
  if (!parsed.success) throw new AppError('input.invalid', `${name}: it is no JSON export of Sightline.`);
  if (parsed.data.version > knownVersion) {
    throw new AppError('input.invalid', `${name}: it was written by a later version of Sightline.`, {
      suggestion: 'Update Sightline, or export the case as STIX.',
    });
  }
  return parsed.data;
}

/** @returns null for a list, which is no case. */
function readCase(head: Head, collector: Collector): ImportedCase | null {
  if (head.format === 'sightline-list') return null;
  const read = readJsonCase(head['case']);
  if ('found' in read) return read.found;
  collector.passOver({ place: 'case', what: 'case', reason: read.reason, kind: 'refused' });
  return null;
}

function readIndicator(
  { author }: Head,
  collector: Collector,
  { member, place }: { readonly member: unknown; readonly place: string },
): void {
  const read = readMember(member);
  if ('reason' in read) {
    collector.passOver({ place, what: nameOf(member), reason: read.reason, kind: 'refused' });
    return;
  }
  const { frozen, judgedBy, ...rest } = read;
  const { type, value } = frozen.indicator;
  collector.add({
    ...rest,
    ...stateFrozen(frozen, judgedBy ?? author),
    place,
    key: `${type} ${value}`,
    raw: member,
  });
}

function nameOf(member: unknown): string {
  const value = typeof member === 'object' && member !== null && 'value' in member ? member.value : undefined;
  return typeof value === 'string' ? shorten(value) : 'indicator';
}
