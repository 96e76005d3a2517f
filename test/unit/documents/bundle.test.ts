import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readBundle } from '#main/documents/read-bundle.ts';
import { sealBytes } from '#main/documents/seal-bytes.ts';
import { bundle } from '#main/exporters/bundle/index.ts';
import type { ReportModel } from '#main/exporters/report-model.ts';
import {
  type BundleManifest,
  type BundleView,
  bundleManifest,
  bundleMembers,
  bundleViewSchema,
  writeManifestText,
} from '#shared/model/bundle.ts';
import { nastyValues } from '../../support/nasty-values.ts';
import { makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

const raw = '{"id":"k-1","score":95}';
const model = makeReportModel([
  { ...makeReportIndicator('domain', 'evil.example', { role: 'C2' }), raw: new Map([[1, raw]]) },
  { ...makeReportIndicator('ipv4', '198.51.100.3'), raw: new Map([[1, raw]]) },
]);

async function pack(packed: ReportModel = model): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Buffer[] = [];
  for await (const chunk of bundle.render(packed, { defang: true })) pieces.push(Buffer.from(chunk));
  return new Uint8Array(Buffer.concat(pieces));
}

const open = (bytes: Uint8Array<ArrayBuffer>, passphrase: string | null = null): Promise<BundleView> =>
  readBundle({ source: { bytes }, passphrase });

/** Where the packed bytes of each member lie: between its local header and the next one. */
function findMembers(bytes: Uint8Array): ReadonlyMap<string, readonly [start: number, end: number]> {
  const buffer = Buffer.from(bytes);
  const headers: { readonly name: string; readonly at: number; readonly start: number }[] = [];
  const mark = Buffer.from('PK\u0003\u0004', 'latin1');
  for (let at = buffer.indexOf(mark); at !== -1; at = buffer.indexOf(mark, at + 4)) {
    const nameLength = buffer.readUInt16LE(at + 26);
    const start = at + 30 + nameLength + buffer.readUInt16LE(at + 28);
    headers.push({ name: buffer.toString('utf8', at + 30, at + 30 + nameLength), at, start });
  }
  const directory = buffer.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
  return new Map(
    headers.map(({ name, start }, index) => [name, [start, (headers[index + 1]?.at ?? directory) - 16] as const]),
  );
}

describe('a case bundle', () => {
  it('has the same bytes for the same case, and tells what was put in', async () => {
    const bytes = await pack();
    expect(await pack()).toEqual(bytes);
    const view = await open(bytes);
    expect(bundleViewSchema.parse(view)).toEqual(view);
    expect(view).toMatchObject({
      ...{ isLocked: false, isEncrypted: false, faults: [], fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
      head: { tlp: 'amber+strict', case: { number: 'CASE-0001', title: 'Loader on the finance laptops' } },
      counts: {
        'indicators.jsonl': 2,
        'notes.jsonl': 1,
        'timeline.jsonl': 1,
        // Both snapshots name the same record.
        'records.jsonl': 1,
        'evidence.jsonl': 1,
        'audit.jsonl': 1,
      },
      notes: [{ by: 'R. Example', evidence: [{ value: 'evil.example' }] }],
      timeline: [{ text: 'Case opened.', by: null }],
    });
    expect(view.indicators.map(({ value, role }) => [value, role])).toEqual([
      ['evil.example', 'C2'],
      ['198.51.100.3', null],
    ]);
  });

  it.each([...bundleMembers, bundleManifest])('names %s when one of its bytes was changed, wherever', async (name) => {
    const bytes = await pack();
    const [start, end] = findMembers(bytes).get(name) ?? [0, 0];
    expect(end).toBeGreaterThan(start);
    const step = Math.max(1, Math.floor((end - start) / 12));
    for (let at = start; at < end; at += step) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      const { faults, fingerprint } = await open(changed);
      // A byte that only says how something is packed can be without effect; then nothing is different.
      const isSame = faults.length === 0 && fingerprint === (await open(bytes)).fingerprint;
      if (!isSame)
        expect(
          faults.map(({ member }) => member),
          `byte ${at}`,
        ).toContain(name);
    }
  });

  it('cannot be changed together with its manifest without another fingerprint', async () => {
    const other = makeReportModel([makeReportIndicator('domain', 'harmless.example')]);
    expect((await open(await pack())).fingerprint).not.toBe((await open(await pack(other))).fingerprint);
  });

  it('holds hostile text as text', async () => {
    // What is shown of a bundle has a bound; two hundred are well below it.
    for (let at = 0; at < nastyValues.length; at += 200) {
      const values = nastyValues.slice(at, at + 200);
      const hostile = makeReportModel(values.map((text) => makeReportIndicator('other', text)));
      const { faults, indicators } = await open(await pack(hostile));
      expect(faults).toEqual([]);
      expect(indicators.map(({ value }) => value)).toEqual(values);
    }
  });
});

describe('what only claims to be a bundle', () => {
  /** Members as somebody else would pack them. */
  const forge = (members: Zippable): Uint8Array<ArrayBuffer> => new Uint8Array(zipSync(members));
  const text = (content: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(content));
  const seal = createHash('sha256').update('[]').digest('hex');
  const empty: BundleManifest = { format: 'sightline-bundle', version: 1, members: [], seal };
  const manifest = new TextEncoder().encode(writeManifestText(empty));

  it.each([
    ['text', new TextEncoder().encode('no archive')],
    ['nothing', new Uint8Array()],
    ['an archive of nothing', new Uint8Array(zipSync({}))],
    ['an archive cut off', new Uint8Array()],
  ])('is refused: %s', async (name, bytes) => {
    const given = name === 'an archive cut off' ? (await pack()).slice(0, 200) : bytes;
    await expect(open(new Uint8Array(given))).rejects.toMatchObject({ name: 'DocumentFault', kind: 'unreadable' });
  });

  it('is told by a member that was exchanged for another of its length, whatever the archive says of itself', async () => {
    const members = unzipSync(await pack());
    for (const name of bundleMembers) {
      const content = Uint8Array.from(members[name] ?? []);
      // Another letter somewhere in the middle.
      const at = content.length >> 1;
      content.set([(content[at] ?? 0) ^ 1], at);
      const { faults } = await open(forge({ ...members, [name]: content }));
      expect(faults).toEqual([{ member: name, problem: 'It is not what was sealed: its SHA-256 is another one.' }]);
    }
  });

  it('is told by a manifest that says the same in other words', async () => {
    const members = unzipSync(await pack());
    const said: unknown = JSON.parse(new TextDecoder().decode(members[bundleManifest]));
    const { faults, indicators } = await open(forge({ ...members, [bundleManifest]: text(said) }));
    expect(faults).toEqual([
      { member: bundleManifest, problem: 'It is not what was written, so nothing can be checked.' },
    ]);
    expect(indicators).toEqual([]);
  });

  it('is told by a manifest that is not the one that was sealed', async () => {
    const changed = writeManifestText({ ...empty, members: [{ name: 'case.json', sizeBytes: 1, sha256: 'ab' }] });
    const { faults } = await open(forge({ [bundleManifest]: new TextEncoder().encode(changed) }));
    expect(faults).toContainEqual({
      member: bundleManifest,
      problem: 'It is not what was written, so nothing can be checked.',
    });
  });

  it('is told by a member that the manifest does not know', async () => {
    const { faults, counts } = await open(forge({ 'notes.jsonl': text({}), [bundleManifest]: manifest }));
    expect(faults).toContainEqual({ member: 'notes.jsonl', problem: 'The manifest does not know it.' });
    expect(counts).toEqual({});
  });

  it('is told by members that lead elsewhere or do not belong', async () => {
    const names = ['../../etc/passwd', '/abs', 'C:\\x', 'case.json/../x', 'CASE.JSON', 'extra.txt'];
    const { faults, head } = await open(
      forge({ ...Object.fromEntries(names.map((name) => [name, text({})])), [bundleManifest]: manifest }),
    );
    for (const name of names) expect(faults.map(({ member }) => member)).toContain(name);
    for (const name of bundleMembers) expect(faults).toContainEqual({ member: name, problem: 'It is missing.' });
    expect(head).toBeNull();
  });

  it('is named by no more of a stranger than a view takes', async () => {
    const view = await open(forge({ ['x'.repeat(5_000)]: text({}), [bundleManifest]: manifest }));
    expect(view.faults[0]?.member).toBe('x'.repeat(200));
    expect(bundleViewSchema.parse(view)).toEqual(view);
  });

  it('is told by a member that is there twice', async () => {
    // Names of equal length, so that the second can be renamed in place.
    const bytes = Buffer.from(
      forge({ 'case.json': text({ a: 1 }), 'case.jsoX': text({ a: 2 }), [bundleManifest]: manifest }),
    );
    for (let at = bytes.indexOf('case.jsoX'); at !== -1; at = bytes.indexOf('case.jsoX')) bytes.write('case.json', at);
    const { faults } = await open(new Uint8Array(bytes));
    expect(faults).toContainEqual({ member: 'case.json', problem: 'It is there more than once.' });
  });

  it('is not unpacked when it would be too large', async () => {
    const bomb = forge({
      'records.jsonl': [new Uint8Array(300 * 1024 * 1024), { level: 9 }],
      [bundleManifest]: manifest,
    });
    const { faults } = await open(bomb);
    expect(faults).toContainEqual({ member: 'records.jsonl', problem: 'Unpacked it would be too large.' });
    const dense = forge({ 'notes.jsonl': [new Uint8Array(8 * 1024 * 1024), { level: 9 }], [bundleManifest]: manifest });
    expect((await open(dense)).faults).toContainEqual({
      member: 'notes.jsonl',
      problem: 'It unpacks to far more than it says anything.',
    });
    const many = forge(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`${at}`, text(at)])));
    await expect(open(many)).rejects.toMatchObject({ kind: 'tooLarge' });
  });

  it('is not read when its file is too large', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sightline-bundle-'));
    const path = join(folder, 'large.zip');
    writeFileSync(path, '');
    // Of holes: nothing is written, and nothing is read.
    truncateSync(path, 512 * 1024 * 1024 + 1);
    await expect(readBundle({ source: { path }, passphrase: null })).rejects.toMatchObject({ code: 'input.tooLarge' });
    rmSync(folder, { recursive: true });
  });

  it('is not unpacked when it would be too large only as a whole', async () => {
    const names = ['records.jsonl', 'evidence.jsonl', 'audit.jsonl'];
    const bytes = Buffer.from(forge(Object.fromEntries(names.map((name) => [name, text({})]))));
    // Each says of itself in the list of members that it has 200 MiB, which one alone may have.
    const entry = Buffer.from('PK\u0001\u0002', 'latin1');
    for (let at = bytes.indexOf(entry); at !== -1; at = bytes.indexOf(entry, at + 4))
      bytes.writeUInt32LE(200 * 1024 * 1024, at + 24);
    const { faults } = await open(new Uint8Array(bytes));
    const tooLarge = faults.filter(({ problem }) => problem === 'Unpacked it would be too large.');
    expect(tooLarge.map(({ member }) => member)).toEqual(['audit.jsonl']);
  });

  /** A bundle of which only one member is there, sealed as ours are. */
  const sealMember = (name: string, content: Uint8Array, sizeBytes = content.byteLength): Uint8Array<ArrayBuffer> => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    const members = [{ name, sizeBytes, sha256 }];
    const seal = createHash('sha256').update(JSON.stringify(members)).digest('hex');
    const sealed = new TextEncoder().encode(writeManifestText({ ...empty, members, seal }));
    return forge({ [name]: content, [bundleManifest]: sealed });
  };
  const sealHead = (head: unknown): Uint8Array<ArrayBuffer> => sealMember('case.json', text(head));

  it('is told by a manifest that names another size', async () => {
    const content = text({});
    const { faults } = await open(sealMember('case.json', content, content.byteLength + 1));
    expect(faults).toContainEqual({
      member: 'case.json',
      problem: 'It is not what was sealed: its SHA-256 is another one.',
    });
  });

  it('is told by a member that is no UTF-8', async () => {
    const { head } = await open(await pack());
    const content = Buffer.from(JSON.stringify(head), 'utf8');
    content[content.indexOf('Loader')] = 0xff;
    expect((await open(sealMember('case.json', content))).faults).toContainEqual({
      member: 'case.json',
      problem: 'It does not say what a case has to say.',
    });
  });

  const notes = (count: number, length: number): Uint8Array => {
    const note = { at: '2026-11-20T12:00:00Z', by: 'ana', text: 'x'.repeat(length), pinned: false, evidence: [] };
    return new TextEncoder().encode(`${JSON.stringify(note)}\n`.repeat(count));
  };

  it.each<readonly [string, number, number, number]>([
    ['lines than a thousand', 1_200, 1, 1_000],
    ['than an answer takes', 300, 1_400, 102],
    ['than an answer takes, of one line', 1, 450_000, 0],
  ])('is shown with no more %s, and counted whole', async (_what, count, length, shown) => {
    const view = await open(sealMember('notes.jsonl', notes(count, length)));
    expect(view.notes).toHaveLength(shown);
    expect(view.counts).toEqual({ 'notes.jsonl': count });
  });
  const task = { id: 1, text: 'Look', done: false };
  const file = { name: 'a.eml', sizeBytes: 1, sha256: 'ab' };

  it.each<readonly [string, object, number]>([
    ['what a case can hold', { tasks: Array(500).fill(task), files: Array(500).fill(file) }, 0],
    ['more tasks', { tasks: Array(501).fill(task) }, 1],
    ['more files', { files: Array(501).fill(file) }, 1],
    ['a longer task', { tasks: [{ ...task, text: 'x'.repeat(2_001) }] }, 1],
    ['a longer title', { title: 'x'.repeat(301) }, 1],
    ['a longer summary', { summary: 'x'.repeat(100_001) }, 1],
  ])('shows a case with %s as far as ours go', async (_what, fields, count) => {
    const { head } = await open(await pack());
    const { faults } = await open(sealHead({ ...head, case: { ...head?.case, ...fields } }));
    expect(faults.filter(({ problem }) => problem === 'It does not say what a case has to say.')).toHaveLength(count);
  });

  it.each([
    ['case.json', 17],
    [bundleManifest, 2],
  ])('is not read where %s has %i MiB', async (name, mebibytes) => {
    // Of bytes that cannot be packed, so that nothing else stands in the way.
    const long = new Uint8Array(randomBytes(mebibytes * 1024 * 1024));
    const { faults } = await open(forge({ [bundleManifest]: manifest, [name]: [long, { level: 0 }] }));
    expect(faults).toContainEqual({ member: name, problem: 'Unpacked it would be too large.' });
  });

  it('is refused when a later version wrote it', async () => {
    const later = text({ ...empty, version: 2 });
    await expect(open(forge({ [bundleManifest]: later }))).rejects.toMatchObject({ kind: 'unreadable' });
  });
});

describe('an encrypted bundle', () => {
  it('is locked without a passphrase, opens with the right one, and with nothing else', {
    timeout: 120_000,
  }, async () => {
    const sealed = new Uint8Array(await sealBytes(await pack(), 'correct horse battery'));
    expect(Buffer.from(sealed).includes('evil.example')).toBe(false);
    expect(await open(sealed)).toMatchObject({ isLocked: true, isEncrypted: true, head: null, indicators: [] });
    const view = await open(sealed, 'correct horse battery');
    expect(view).toMatchObject({
      isLocked: false,
      isEncrypted: true,
      faults: [],
      head: { case: { number: 'CASE-0001' } },
    });
    await expect(open(sealed, 'correct horse batterz')).rejects.toMatchObject({ kind: 'unreadable' });
    const changed = Uint8Array.from(sealed);
    changed[changed.length - 40] = (changed.at(-40) ?? 0) ^ 1;
    await expect(open(changed, 'correct horse battery')).rejects.toMatchObject({ kind: 'unreadable' });
  });
});
