import { expect, it } from 'vitest';
import {
  type CaseToPack,
  packCase,
  parseCase,
  travellingEntryLimit,
  travellingNoteLimit,
} from '#shared/public-json/travelling-case.ts';
import { readValue } from '../../support/import-texts.ts';

const at = '2026-01-02T03:04:05.000Z';
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const short: CaseToPack = {
  number: 'CASE-0001',
  uuid: id(1),
  title: 'Theft',
  status: 'open',
  severity: 'high',
  tlp: 'amber',
  pap: 'amber',
  assignee: null,
  summary: null,
  verdict: null,
  createdAtMs: 1,
  updatedAtMs: 1,
  closedAtMs: null,
  tasks: [],
  files: [],
  notes: [],
  timeline: [],
};
const manyOf = <One>(count: number, one: One): One[] => Array.from({ length: count }, () => one);

it('a case does not travel with more notes or entries than an import should bear', () => {
  const note = { atMs: 1, by: 'ana', text: 'n', isPinned: false, evidence: [] };
  const entry = { atMs: 1, kind: 'own', text: 'e', by: 'ana' };
  expect(parseCase(packCase(short))).toEqual(short);
  expect(parseCase(packCase({ ...short, notes: manyOf(travellingNoteLimit, note) }))).toBeDefined();
  expect(parseCase(packCase({ ...short, notes: manyOf(travellingNoteLimit + 1, note) }))).toBeUndefined();
  expect(parseCase(packCase({ ...short, timeline: manyOf(travellingEntryLimit + 1, entry) }))).toBeUndefined();
});

it('notes of a report beyond those are told as passed over', () => {
  const common = { spec_version: '2.1', created: at, modified: at };
  const report = { ...common, type: 'report', id: `report--${id(1)}`, name: 'R', published: at, object_refs: [] };
  const notes = Array.from({ length: travellingNoteLimit + 2 }, (_, n) => {
    return { ...common, type: 'note', id: `note--${id(n + 2)}`, content: `n${n}`, object_refs: [report.id] };
  });
  const file = readValue({ type: 'bundle', id: `bundle--${id(0)}`, objects: [report, ...notes] });
  expect(file.case?.notes).toHaveLength(travellingNoteLimit);
  expect(file.passedOver.map(({ place }) => place)).toEqual(notes.slice(-2).map((note) => note.id));
});
