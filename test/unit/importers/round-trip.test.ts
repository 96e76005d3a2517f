import { describe, expect, it } from 'vitest';
import { csv } from '#main/exporters/csv/index.ts';
import { json } from '#main/exporters/json/index.ts';
import { misp } from '#main/exporters/misp/index.ts';
import { openioc } from '#main/exporters/openioc/index.ts';
import type { ReportModel } from '#main/exporters/report-model.ts';
import { stix } from '#main/exporters/stix/index.ts';
import { indicatorIdSchema, observationIdSchema } from '#shared/model/ids.ts';
import { workingCaseStatuses } from '#shared/model/vocabulary.ts';
import { exportAndRead, namesOf, readValue } from '../../support/import-texts.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { makeFile, makeNote, makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

const noon = Date.parse('2026-11-20T12:00:00.123Z');

/** One of each type, with every field that a model has filled. */
const members = (
  [
    ['ipv4', '198.51.100.3'],
    ['ipv6', '2001:db8::1'],
    ['cidr', '198.51.100.0/24'],
    ['domain', 'evil.example'],
    ['url', 'http://evil.example/a?b=c'],
    ['email', 'a@evil.example'],
    ['md5', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['sha1', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['sha256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['path', 'c:\\users\\public\\x.exe'],
    ['registry_key', 'hkey_local_machine\\software\\x'],
    ['network_stream', '10.0.0.1:1034->198.51.100.3:443'],
    ['user_agent', 'Mozilla/4.0 (evil)'],
    ['other', 'a text that is none'],
  ] as const
).map(([type, value], index) =>
  makeReportIndicator(type, value, {
    comment: `Comment ${index} = 'x' | y`,
    judgedBy: index === 4 ? null : `Judge ${index}`,
    role: index % 2 === 0 ? 'c2 "main"' : null,
    addedAtMs: noon + index,
    indicator: {
      received: type === 'path' ? 'C:\\Users\\Public\\X.exe' : null,
      score: index === 0 ? null : 40 + index,
      tags: ['loader', 'tlp:green'],
      flags: index === 3 ? ['listed', 'expired'] : [],
      expiresAtMs: noon + 86_400_000,
      state: 'escalated',
      verdict: index === 2 ? 'benign' : 'malicious',
      vendors: ['crowdstrike', 'datadog'],
      connections: ['Falcon EU', 'DD'],
      cases: ['CASE-0001', 'CASE-0007'],
    },
    observation: {
      id: observationIdSchema.parse(17 + index),
      // Some are of a vendor that sees indicators.
      ...(index % 2 === 0 ? {} : { connection: 'DD', vendor: 'datadog' }),
      confidence: 70,
      categories: ['c2', 'loader'],
      rule: 'Rule 1',
      country: 'DE',
      asn: 'AS64500',
      asType: 'hosting',
      description: 'What the vendor says,\nin two lines.',
      benign: index === 2,
      goneAtMs: noon,
      expiresAtMs: Date.parse('9998-01-01T00:00:00Z'),
      versions: 3,
      sources: [
        { name: 'one', intent: 'malicious' },
        { name: 'two', intent: 'benign' },
      ],
    },
    relations: [
      { kind: 'same_file', id: indicatorIdSchema.parse(99), type: 'md5', value: '0cc175b9c0f1b6a831c399e269772661' },
      { kind: 'parent_domain', id: indicatorIdSchema.parse(98), type: 'domain', value: 'example' },
    ],
  }),
);

const { id: _evidence, ...evidence } = makeNote('x', { by: 'x' }).evidence[0] ?? fail();
const notes = [
  {
    atMs: noon,
    by: 'R. Example',
    text: 'First stage found at https://evil.example/a.',
    isPinned: true,
    evidence: [evidence, { ...evidence, vendorScore: null, vendorKey: 'k-2' }],
  },
  { atMs: noon + 1, by: 'S. Other', text: '# Heading\n\n- with `Markdown`', isPinned: false, evidence: [] },
];
const timeline = [
  { atMs: noon - 3_600_000, kind: 'created', text: 'Case opened by R. Example.', by: null },
  { atMs: noon - 60_000, kind: 'own', text: 'The mail came in.', by: 'S. Other' },
  { atMs: noon, kind: 'closed', text: 'Case closed as suspicious by R. Example.', by: null },
];

const base = makeReportModel(members);
const full: ReportModel = {
  ...base,
  case: {
    number: 'CASE-0001',
    uuid: '3f2a1c9e-7a41-4b6d-9d5c-0a2f6f1b7e11',
    title: 'CASE-0007 looks like a number | "quoted"',
    status: 'closed',
    severity: 'critical',
    tlp: 'amber',
    pap: 'red',
    assignee: 'R. Example',
    summary: 'Two laptops\n\ncalled a new loader.',
    verdict: 'suspicious',
    createdAtMs: noon - 3_600_000,
    updatedAtMs: noon + 5,
    closedAtMs: noon + 4,
    tasks: [
      { id: 1, text: 'Isolate the hosts', done: true },
      { id: 2, text: 'Tell them', done: false },
    ],
    files: [
      makeFile('invoice.docm'),
      makeFile('other | "file".exe', { id: 2, comment: 'Dropped by it.', sizeBytes: 7 }),
    ],
    noteCount: 2,
  },
  async *notes() {
    for (const [at, note] of notes.entries()) {
      yield { ...note, id: at + 1, evidence: note.evidence.map((one) => ({ ...one, id: at + 1 })) };
    }
  },
  async *timeline() {
    for (const [at, entry] of timeline.entries()) yield { ...entry, id: at + 1 };
  },
};

describe.each([
  ['stix', stix],
  ['misp', misp],
  ['json', json],
] as const)('a case that was exported as %s', (_id, exporter) => {
  it('is read with all its fields', async () => {
    const { case: found, author, passedOver } = await exportAndRead(exporter, full);
    const { noteCount: _counted, tasks, files, ...fields } = full.case ?? fail();
    expect(passedOver).toEqual([]);
    expect(author).toBe('R. Example');
    expect(found).toEqual({
      ...fields,
      tasks: tasks.map(({ text, done }) => ({ text, done })),
      files: files.map(({ id: _id, ...file }) => file),
      notes,
      timeline,
    });
  });

  it.each(workingCaseStatuses)('is %s as it was', async (status) => {
    const whole = full.case ?? fail();
    const standing = { ...full, case: { ...whole, status, verdict: null, closedAtMs: null } };
    expect((await exportAndRead(exporter, standing)).case).toMatchObject({ status, verdict: null, closedAtMs: null });
  });

  it('has the same indicators with what was frozen, their role and comment', async () => {
    const { rows } = await exportAndRead(exporter, full);
    const read = rows.map(({ draft, frozen, comment, role, addedAtMs }) => ({
      name: `${draft.type} ${draft.value}`,
      frozen,
      comment,
      role,
      addedAtMs,
    }));
    const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
      one.name < other.name ? -1 : 1;
    const expected = members.map(({ indicator: { id: _id, ...indicator }, ...member }) => ({
      name: `${indicator.type} ${indicator.value}`,
      frozen: {
        indicator,
        observations: member.observations.map(({ id: _own, ...observation }) => observation),
        relations: member.relations.map(({ id: _own, ...relation }) => relation),
      },
      comment: member.comment,
      role: member.role,
      addedAtMs: member.addedAtMs,
    }));
    expect(read.sort(byName)).toEqual(expected.sort(byName));
    expect(rows.map(({ triage }) => triage?.verdict).filter((verdict) => verdict === 'malicious').length).toBe(13);
    const judges = rows.map(({ draft, triage }) => `${draft.type} ${triage?.by}`);
    const expectedJudges = members.map(({ indicator, judgedBy }) => `${indicator.type} ${judgedBy ?? 'R. Example'}`);
    expect(judges.sort()).toEqual(expectedJudges.sort());
  });

  it('leaves out an indicator that somebody has taken out of the file', async () => {
    const one = await exportAndRead(exporter, { ...full, ...makeReportModel(members.slice(0, 3)), case: full.case });
    expect(namesOf(one)).toEqual(['ipv4 198.51.100.3', 'ipv6 2001:db8::1', 'cidr 198.51.100.0/24']);
  });
});

it('what said that an indicator was seen goes with it when somebody takes it out of a bundle of ours', async () => {
  const text = await joinChunks(stix.render(full, { defang: true }));
  const bundle = JSON.parse(text) as { objects: { type: string; name?: string }[] };
  const objects = bundle.objects.filter(({ type, name }) => type !== 'indicator' || name !== 'evil.example');
  expect(objects).toHaveLength(bundle.objects.length - 1);
  const file = readValue({ ...bundle, objects });
  expect(file.passedOver).toEqual([]);
  expect(namesOf(file)).toHaveLength(members.length - 1);
});

it.each([
  ['removed from', []],
  ['marked as deleted in', [{ deleted: true }]],
  ['marked as deleted by the database in', [{ deleted: 1 }]],
])('an attribute that was %s an event of ours is not imported', async (_how, left) => {
  const event = JSON.parse(await joinChunks(misp.render(full, { defang: true }))) as {
    Event: { Attribute: { value: string }[] };
  };
  event.Event.Attribute = event.Event.Attribute.flatMap((attribute) =>
    attribute.value === 'evil.example' ? left.map((mark) => ({ ...attribute, ...mark })) : attribute,
  );
  const names = namesOf(readValue(event));
  expect(names).toHaveLength(members.length - 1);
  expect(names).not.toContain('domain evil.example');
});

describe.each([
  ['stix', stix],
  ['misp', misp],
  ['json', json],
] as const)('a list that was exported as %s', (_id, exporter) => {
  it('is no case, and has the same indicators with their verdicts', async () => {
    const {
      case: found,
      rows,
      passedOver,
    } = await exportAndRead(exporter, {
      ...full,
      case: null,
      query: 'x',
      async *notes() {},
    });
    expect(passedOver).toEqual([]);
    expect(found).toBeNull();
    expect(rows.map(({ draft }) => draft.value).sort()).toEqual(members.map(({ indicator }) => indicator.value).sort());
    expect(rows.filter(({ triage }) => triage?.verdict === 'malicious')).toHaveLength(13);
  });
});

describe('tables and terms', () => {
  it('CSV gives the same indicators with what its columns say', async () => {
    const file = await exportAndRead(csv, full);
    const { rows, passedOver, columns } = file;
    expect(passedOver).toEqual([]);
    expect(columns?.mapping.hasHeader).toBe(true);
    expect(namesOf(file)).toEqual(members.map(({ indicator }) => `${indicator.type} ${indicator.value}`));
    expect(rows[1]).toMatchObject({
      comment: "Comment 1 = 'x' | y",
      triage: { verdict: 'malicious', state: 'escalated' },
      draft: { score: 41, tags: ['loader', 'tlp:green'], firstSeenMs: members[1]?.indicator.firstSeenMs },
    });
  });

  it('OpenIOC gives the same values; a stream is the address that it goes to', async () => {
    const { rows, passedOver } = await exportAndRead(openioc, full);
    expect(passedOver).toEqual([]);
    const values = rows.map(({ draft }) => draft.value);
    const expected = members.filter(({ indicator }) => !['network_stream', 'other'].includes(indicator.type));
    expect(values.sort()).toEqual(expected.map(({ indicator }) => indicator.value).sort());
  });
});

function fail(): never {
  throw new Error('The model has a case.');
}
