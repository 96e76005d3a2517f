import { AppError } from '#shared/errors/app-error.ts';
import type { Importer } from '../importer.ts';
import { shorten } from '../statement.ts';
import { Bundle } from './bundle.ts';
import { readStixCase } from './case.ts';
import { isOwnText, readIndicator } from './indicators.ts';
import { listStixObjects, type StixObject, stixObjectSchema } from './objects.ts';
import { observableTypes, readObservable } from './observables.ts';

/** STIX 2.1 (and 2.0) bundles, TAXII envelopes, lists of objects, single objects. */
export const stix: Importer = {
  id: 'stix',
  fits: ({ json }) => listStixObjects(json) !== undefined,
  read({ name, json }) {
    const listed = listStixObjects(json);
    if (listed === undefined) throw new AppError('input.invalid', `${name}: it is no STIX bundle.`);
    const { objects, unread } = parseObjects(listed);
    const bundle = new Bundle(objects);
    for (const number of unread) bundle.collector.skip(`object ${number}`, 'object', 'It has no type or no id.');
    const found = readStixCase(bundle);
    for (const object of bundle.objects) readIndicator(bundle, object);
    // Of a bundle of our own all observables are told by its indicators.
    const isOwn = bundle.objects.some((object) => bundle.own(object) !== undefined);
    if (!isOwn) readObservables(bundle);
    tellTheRest(bundle, isOwn);
    const author = bundle.find(firstAuthor(bundle.objects))?.name ?? null;
    const title = found?.title ?? name;
    const { rows, passedOver } = bundle.collector;
    return { format: 'stix', author, title, case: found, rows, passedOver, notes: [], columns: null };
  },
};

/** One after the other: a bundle of 20,000 indicators has 100,000 objects, of which there is to be one copy. */
function parseObjects(listed: readonly unknown[]): {
  readonly objects: readonly StixObject[];
  /** Numbers, from 1, of what is no object. */
  readonly unread: readonly number[];
} {
  const objects: StixObject[] = [];
  const unread: number[] = [];
  for (const [at, original] of listed.entries()) {
    const { data } = stixObjectSchema.safeParse(original);
    if (data === undefined) unread.push(at + 1);
    else objects.push(Object.assign(data, { original }));
  }
  return { objects, unread };
}

function firstAuthor(objects: readonly StixObject[]): string | undefined {
  return objects.find((object) => object.created_by_ref !== null)?.created_by_ref ?? undefined;
}

function readObservables(bundle: Bundle): void {
  const parents = new Set(bundle.objects.map((object) => object.parent_directory_ref));
  for (const object of bundle.objects) {
    if (!observableTypes.has(object.type)) continue;
    // A folder is told with its file.
    if (object.type !== 'directory' || !parents.has(object.id)) readObservable(bundle, object);
  }
}

/** Bookkeeping of STIX itself: marks and authors have been applied to what they are about. */
const bookkeeping: ReadonlySet<string> = new Set([
  'marking-definition',
  'extension-definition',
  'language-content',
  'identity',
  'indicator',
]);

/** In a bundle of ours these repeat what the indicators say. */
const ownRepetitions: ReadonlySet<string> = new Set(['relationship', 'observed-data', 'sighting']);

function tellTheRest(bundle: Bundle, isOwn: boolean): void {
  for (const object of bundle.objects) {
    const isTold = bookkeeping.has(object.type) || observableTypes.has(object.type) || bundle.used.has(object.id);
    if (isTold || isOwnText(bundle, object) || (isOwn && ownRepetitions.has(object.type))) continue;
    bundle.collector.skip(object.id, `${object.type} ${shorten(titleOf(object))}`.trim(), reasonFor(object.type));
  }
}

function titleOf(object: StixObject): string {
  return object.name ?? object.relationship_type ?? object.value ?? '';
}

function reasonFor(type: string): string {
  if (type === 'relationship' || type === 'sighting' || type === 'observed-data')
    return 'It connects nothing that is kept.';
  if (type === 'note' || type === 'opinion')
    return 'Without a report or grouping there is no case that it could belong to.';
  return 'Nothing here is made for objects of this type; names are kept as tags of the indicators that they are related to.';
}
