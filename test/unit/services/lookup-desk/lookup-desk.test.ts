import { beforeEach, describe, expect, it } from 'vitest';
import { createLookupDesk, type LookupDesk, type LookupProgress } from '#main/services/lookup-desk/lookup-desk.ts';
import type { LookOptions, Lookup, LookupService } from '#main/services/lookup-service.ts';
import type { DocumentFile } from '#main/services/ports/documents.ts';
import type { NamedIndicator } from '#main/services/ports/store/indicators.ts';
import { createUploads, type Uploads } from '#main/services/uploads.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { LookupCandidate, LookupStatus } from '#shared/model/lookup.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Text of the fake's files: one candidate per word, of the status that the word begins with. */
function read(text: string): readonly LookupCandidate[] {
  return [...text.matchAll(/(known|unknown|listed|invalid)\S*/g)].map((match, index) => ({
    index,
    type: 'domain',
    value: match[0],
    input: match[0],
    status: match[1] as LookupStatus,
    reason: null,
    lists: [],
    known: null,
    occurrences: [
      {
        ...{ file: 'a', place: null, line: 1, offset: match.index, context: match[0], contextStart: 0 },
        ...{ contextLength: match[0].length, start: match.index, end: match.index + match[0].length },
      },
    ],
    total: 1,
  }));
}

class FakeLookup implements LookupService {
  ensured: readonly NamedIndicator[] = [];
  /** Set to keep a look-up from ending. */
  gate: Promise<void> | undefined;

  async look({ name, bytes }: DocumentFile, { signal, onProgress }: LookOptions = {}): Promise<Lookup> {
    const text = new TextDecoder().decode(bytes);
    if (text === 'bad') throw new AppError('input.invalid', `${name}: it could not be read.`);
    onProgress?.(0, 1);
    await this.gate;
    signal?.throwIfAborted();
    const one = Uint32Array.of(1);
    const source = {
      starts: Uint32Array.of(0),
      ends: Uint32Array.of(text.length),
      lines: one,
      sectionOf: Uint32Array.of(0),
    };
    return {
      candidates: read(text),
      notes: [],
      source: { text, ...source, sections: [{ file: name, place: null }] },
    };
  }

  async tellAgain(candidates: readonly LookupCandidate[]) {
    return candidates.map((candidate) => ({ ...candidate, lists: ['told again'] }));
  }

  async ensure(names: readonly NamedIndicator[]): Promise<readonly IndicatorId[]> {
    this.ensured = names;
    // Of the form that the schema asks for.
    return names.map((_, at) => (at + 1) as IndicatorId);
  }
}

let lookup: FakeLookup;
let uploads: Uploads;
let desk: LookupDesk;

beforeEach(() => {
  lookup = new FakeLookup();
  uploads = createUploads();
  desk = createLookupDesk({ lookup, uploads, clock: new FakeClock() });
});

function send(text: string, name = 'a.txt'): number {
  const bytes = bytesOf(text);
  const id = uploads.open({ name, sizeBytes: bytes.byteLength });
  uploads.append(id, bytes.slice(0, 3));
  uploads.append(id, bytes.slice(3));
  return id;
}

const all = { statuses: [], types: [] } as const;

describe('a look-up of the window', () => {
  it('puts pieces together, several files too, and counts what is in them', async () => {
    const ids = [send('known1 unknown1', 'a.txt'), send('bad', 'b.pdf'), send('unknown1 invalid1 listed1', 'c.txt')];
    const overview = await desk.run(ids);
    expect(overview).toMatchObject({
      id: ids[0],
      names: ['a.txt', 'b.pdf', 'c.txt'],
      notes: ['b.pdf: it could not be read.'],
      rowCount: 2,
    });
    expect(overview.counts.map(({ status, count }) => [status, count])).toEqual([
      ['known', 1],
      ['unknown', 1],
      ['invalid', 1],
      ['listed', 1],
    ]);
    expect(desk.places(overview.id, 1).map(({ row }) => row)).toEqual([0, 1]);
  });

  it('hands candidates out by status, a page at a time, with what is known now', async () => {
    const { id } = await desk.run([send('unknown1 known1 unknown2 unknown3')]);
    const page = await desk.page({ id, ...all, statuses: ['unknown'], order: 'text', offset: 1, limit: 1 });
    expect(page.total).toBe(3);
    expect(page.rows.map(({ candidate, row }) => [candidate.value, candidate.lists, row])).toEqual([
      ['unknown2', ['told again'], 0],
    ]);
    expect(desk.indexes(id, { ...all, statuses: ['unknown'] }, 'text')).toEqual([0, 2, 3]);
  });

  it('marks candidates in the text', async () => {
    const { id } = await desk.run([send('see known1, not unknown1.')]);
    expect(desk.source(id, 0, 10)).toEqual([
      {
        file: 'a.txt',
        place: null,
        line: 1,
        stretches: [
          { text: 'see ', index: null },
          { text: 'known1,', index: 0 },
          { text: ' not ', index: null },
          { text: 'unknown1.', index: 1 },
        ],
      },
    ]);
    expect(desk.source(id, 1, 10)).toEqual([]);
  });

  it('makes indicators of valid candidates only, of some or of all that a filter lets through', async () => {
    const { id } = await desk.run([send('unknown1 invalid1 known1')]);
    expect(desk.names({ id, indexes: null, ...all }).map(({ value }) => value)).toEqual(['unknown1', 'known1']);
    expect(lookup.ensured).toEqual([]);
    expect(await desk.ensure({ id, indexes: [0, 1, 99], ...all })).toEqual([1]);
    expect(lookup.ensured.map(({ value }) => value)).toEqual(['unknown1']);
    await desk.ensure({ id, indexes: null, ...all });
    expect(lookup.ensured.map(({ value }) => value)).toEqual(['unknown1', 'known1']);
  });

  it('writes for the clipboard in pieces, with a head once', async () => {
    const text = Array.from({ length: 1_001 }, (_, at) => `unknown${at}.com`).join(' ');
    const { id } = await desk.run([send(text)]);
    const first = await desk.copy({ id, indexes: null, ...all }, 'csv', 0);
    expect(first.text).toMatch(/^"type","value","defanged"/);
    expect(first.text).toContain('"domain","unknown0.com","unknown0[.]com","unknown"');
    const second = await desk.copy({ id, indexes: null, ...all }, 'csv', first.next ?? 0);
    expect(second).toEqual({ text: expect.stringMatching(/^"domain","unknown1000\.com"/), next: null });
    const [plain, defanged] = [
      await desk.copy({ id, indexes: [0], ...all }, 'plain', 0),
      await desk.copy({ id, indexes: [0], ...all }, 'defanged', 0),
    ];
    expect([plain.text, defanged.text]).toEqual(['unknown0.com\n', 'unknown0[.]com\n']);
    const table = await desk.copy({ id, indexes: [0], ...all }, 'markdown', 0);
    expect(table.text.split('\n')[2]).toBe('| domain | ` unknown0[.]com ` | unknown |  |  |  | told again |');
  });

  it('tells how far it is, and can be stopped', async () => {
    const heard: LookupProgress[] = [];
    desk.onProgress((progress) => heard.push(progress));
    const gate = Promise.withResolvers<void>();
    lookup.gate = gate.promise;
    const id = send('known1');
    const running = desk.run([id]);
    desk.cancel(id);
    gate.resolve();
    await expect(running).rejects.toMatchObject({ code: 'internal.cancelled' });
    expect(heard.map(({ stage, isRunning }) => [stage, isRunning])).toEqual([
      ['reading', true],
      ['matching', true],
      ['reading', false],
    ]);
  });

  it('refuses too much, too little, what cannot be read and what is not there', async () => {
    expect(() => uploads.open({ name: 'a', sizeBytes: 128 * 1024 * 1024 + 1 })).toThrow(/larger than 128 MiB/);
    await expect(desk.run([uploads.open({ name: 'a', sizeBytes: 2 })])).rejects.toMatchObject({
      code: 'input.invalid',
    });
    const second = uploads.open({ name: 'b', sizeBytes: 2 });
    expect(() => uploads.append(second, bytesOf('abc'))).toThrow(expect.objectContaining({ code: 'input.tooLarge' }));
    expect(() => uploads.append(second, bytesOf('a'))).toThrow(expect.objectContaining({ code: 'state.notFound' }));
    await expect(desk.run([send('bad')])).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('keeps the last two look-ups, and the files that fit', async () => {
    const runs: number[] = [];
    for (const text of ['known1', 'known2', 'known3']) runs.push((await desk.run([send(text)])).id);
    expect(() => desk.source(runs[0] ?? 0, 0, 1)).toThrow(expect.objectContaining({ code: 'state.notFound' }));
    expect(desk.source(runs[1] ?? 0, 0, 1)).toHaveLength(1);
    const [first, second, third] = [1, 2, 3].map((at) => uploads.open({ name: `${at}`, sizeBytes: 100 * 1024 * 1024 }));
    expect(() => uploads.append(first ?? 0, bytesOf('a'))).toThrow(expect.objectContaining({ code: 'state.notFound' }));
    uploads.append(second ?? 0, bytesOf('a'));
    uploads.append(third ?? 0, bytesOf('a'));
  });
});
