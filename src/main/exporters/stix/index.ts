import { createHash } from 'node:crypto';
import type { Relation } from '#shared/model/indicator.ts';
import type { Exporter, ExportOptions } from '../exporter.ts';
import { readAll } from '../read-all.ts';
import type { ReportIndicator, ReportModel } from '../report-model.ts';
import { type FileGroups, readFileGroups } from './file-groups.ts';
import { IdList } from './id-list.ts';
import { objectId } from './ids.ts';
import { markingObjects } from './markings.ts';
import type { StixObject } from './objects.ts';
import { fileObservable, observablesOf } from './observables.ts';
import { patternOf } from './patterns.ts';
import { sightingsOf } from './sightings.ts';
import {
  type Frame,
  identityOf,
  indicatorOf,
  type Link,
  noteOf,
  observedDataOf,
  openFrame,
  relationshipOf,
  reportOf,
  textNoteOf,
} from './statements.ts';

/** A STIX 2.1 bundle: the same data gives the same ids and bytes. */
export const stix: Exporter = {
  id: 'stix',
  displayName: 'STIX 2.1 bundle',
  fileExtension: 'json',
  audience: 'machines',
  scopes: ['case', 'query'],
  choices: ['tlp1'],
  render,
};

async function* render(model: ReportModel, options: ExportOptions): AsyncIterable<string> {
  const markings = markingObjects(model.tlp, options.tlp1 === true);
  const frame = openFrame(
    model,
    markings.map(({ id }) => id),
  );
  const refs = new IdList();
  const digest = createHash('sha256');
  let separator = '\n';
  const write = (text: string): string => {
    digest.update(text, 'utf8');
    const piece = separator + text;
    separator = ',\n';
    return piece;
  };
  yield '{"type":"bundle","objects":[';
  for (const marking of markings) yield write(JSON.stringify(marking));
  for await (const object of listObjects(frame)) {
    if (object.type !== 'identity') refs.add(object.id);
    yield write(JSON.stringify(object));
  }
  // An empty case refers to its analyst, since a report must refer to something.
  const timeline = await readAll(model.timeline());
  yield* writeReport(reportOf(frame, timeline), refs.length === 0 ? [frame.authorId] : refs, write);
  // The id is made of the objects, so it follows them.
  yield `\n],"id":"${objectId('bundle', [digest.digest('hex')])}"}\n`;
}

/** The report is written in pieces: it refers to everything. */
function* writeReport(report: StixObject, refs: Iterable<string>, write: (text: string) => string): Iterable<string> {
  yield write(`${JSON.stringify(report).slice(0, -1)},"object_refs":[`);
  let line: string[] = [];
  let separator = '';
  for (const ref of refs) {
    line.push(JSON.stringify(ref));
    if (line.length < 1_000) continue;
    yield separator + line.join(',');
    separator = ',';
    line = [];
  }
  if (line.length > 0) yield separator + line.join(',');
  yield ']}';
}

async function* listObjects(frame: Frame): AsyncIterable<StixObject> {
  const { model } = frame;
  yield identityOf(frame);
  const writer = { frame, groups: await readFileGroups(model), written: new Set<string>() };
  const named = await readEvidenceNames(model);
  const present = new Map<string, string>();
  for await (const member of model.indicators()) {
    const name = nameOf(member.indicator);
    for (const object of memberObjects(writer, member)) {
      // The first of them is the statement about it.
      if (named.has(name) && !present.has(name)) present.set(name, object.id);
      yield object;
    }
  }
  for (const file of model.case?.files ?? []) yield* once(writer, fileObservable(file));
  for await (const note of model.notes()) {
    const refs = note.evidence.map((one) => present.get(nameOf(one))).filter((id) => id !== undefined);
    yield* once(writer, noteOf(frame, note, [...new Set(refs)]));
  }
}

/** Indicators of which records are pinned to notes: few, while there may be many indicators. */
async function readEvidenceNames(model: ReportModel): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for await (const { evidence } of model.notes()) for (const one of evidence) names.add(nameOf(one));
  return names;
}

const nameOf = ({ type, value }: { readonly type: string; readonly value: string }): string => `${type} ${value}`;

/** What is kept while a bundle is written: which observables and relations stand in it already. */
interface Writer {
  readonly frame: Frame;
  readonly groups: FileGroups;
  readonly written: Set<string>;
}

function* memberObjects(writer: Writer, member: ReportIndicator): Iterable<StixObject> {
  const { frame, groups } = writer;
  const { indicator } = member;
  const pattern = patternOf(indicator);
  if (pattern === undefined) {
    yield textNoteOf(frame, member);
    return;
  }
  const statement = indicatorOf(frame, member, pattern);
  yield statement;
  const observables = observablesOf(indicator, groups.hashesOf(indicator.type, indicator.value));
  for (const observable of observables) yield* once(writer, observable);
  const own = observables.at(-1);
  const observed = own && observedDataOf(frame, member, own.id);
  if (own !== undefined) yield* linkObjects(writer, { member, statement, own, observed });
  const sighted = { indicatorId: statement.id, observedDataId: observed?.id };
  for (const object of sightingsOf(frame, member, sighted)) yield* once(writer, object);
}

/** What ties an indicator to its observable, and that to others. */
function* linkObjects(
  writer: Writer,
  {
    member,
    statement,
    own,
    observed,
  }: {
    readonly member: ReportIndicator;
    readonly statement: StixObject;
    readonly own: StixObject;
    readonly observed: StixObject | undefined;
  },
): Iterable<StixObject> {
  if (observed !== undefined) yield observed;
  const link: Link =
    observed === undefined
      ? { kind: 'related-to', source: statement.id, target: own.id }
      : { kind: 'based-on', source: statement.id, target: observed.id };
  yield relationshipOf(writer.frame, member, link);
  for (const relation of member.relations) yield* relationObjects(writer, { member, own, relation });
}

/** Neighbours as related observables; hashes of one file and ends of a stream stand in the observable itself. */
function* relationObjects(
  writer: Writer,
  {
    member,
    own,
    relation,
  }: { readonly member: ReportIndicator; readonly own: StixObject; readonly relation: Relation },
): Iterable<StixObject> {
  const { kind, type, value } = relation;
  if (kind !== 'seen_in_sample' && kind !== 'parent_domain') return;
  const others = observablesOf({ type, value, received: null }, writer.groups.hashesOf(type, value));
  const other = others.at(-1);
  if (other === undefined || other.id === own.id) return;
  for (const observable of others) yield* once(writer, observable);
  // Told from both sides, it is one relation.
  const [source, target] = own.id < other.id ? [own.id, other.id] : [other.id, own.id];
  yield* once(writer, relationshipOf(writer.frame, member, { kind: 'related-to', source, target }));
}

function* once({ frame, written }: Writer, object: StixObject): Iterable<StixObject> {
  if (written.has(object.id)) return;
  written.add(object.id);
  const isMarked = object['object_marking_refs'] !== undefined;
  yield isMarked ? object : { ...object, object_marking_refs: frame.markingIds };
}
