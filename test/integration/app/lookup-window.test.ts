import dgram from 'node:dgram';
import dns from 'node:dns';
import { readdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { App } from '#main/app/create-app.ts';
import { createDocumentScanner } from '#main/documents/document-scanner.ts';
import { type Client, createClient } from '#shared/contract/client.ts';
import { FakeKeychain } from '../../support/fake-keychain.ts';
import { projectRoot } from '../../support/project-root.ts';
import { createSourceApp } from '../../support/source-app.ts';
import { makeDataFolder } from '../../support/store.ts';

const folder = makeDataFolder();
const corpus = join(projectRoot, 'test', 'corpus', 'files');
let app: App;
let client: Client;

beforeAll(async () => {
  app = createSourceApp(folder.folder, {
    keychain: new FakeKeychain(),
    // Reads as the product does, refuses every door to the network, and tells of each that was tried.
    documents: createDocumentScanner({ entry: new URL('../../support/recording-documents.ts', import.meta.url) }),
  });
  await app.start();
  client = createClient({ call: app.dispatch, onEvent: app.onEvent });
});

afterEach(() => vi.restoreAllMocks());

afterAll(async () => {
  await app.stop();
  folder.remove();
});

const send = (name: string): Promise<number> => sendBytes(name, readFileSync(join(corpus, name)));
const sendText = (text: string): Promise<number> => sendBytes('pasted.txt', Buffer.from(text));

async function sendBytes(name: string, bytes: Buffer): Promise<number> {
  const { id } = await client.call('files.open', { name, sizeBytes: bytes.byteLength });
  for (let start = 0; start < bytes.byteLength; start += 393_216) {
    await client.call('files.append', { id, base64: bytes.subarray(start, start + 393_216).toString('base64') });
  }
  return id;
}

it('looks every file of the corpus up, and what was found in the cache, without one socket', async () => {
  const doors = [
    vi.spyOn(net.Socket.prototype, 'connect'),
    vi.spyOn(dgram, 'createSocket'),
    vi.spyOn(dns, 'lookup'),
    vi.spyOn(globalThis, 'fetch'),
  ];
  const names = readdirSync(corpus).sort();
  const ids: number[] = [];
  for (const name of names) ids.push(await send(name));
  const overview = await client.call('lookup.run', { ids });
  expect(overview.names).toEqual(names);
  expect(overview.notes.filter((note) => note.includes('tried'))).toEqual([]);
  const list = { id: overview.id, statuses: [], types: [], order: 'text' as const };
  const { rows, total } = await client.call('lookup.page', { ...list, offset: 0, limit: 50 });
  expect(total).toBeGreaterThan(350);
  expect(rows.every(({ row }) => row !== null)).toBe(true);
  const pick = { id: overview.id, indexes: null, statuses: [], types: [] };
  const { text } = await client.call('lookup.copy', { pick, form: 'csv', from: 0 });
  expect(text.split('\r\n').length).toBeGreaterThan(350);
  const { number } = await client.call('cases.create', { title: 'All of it' });
  const addition = { number, selection: { lookup: pick }, comment: null, role: null };
  expect((await client.call('cases.addIndicators', addition)).added).toBeGreaterThan(200);
  expect(await client.call('triage.apply', { selection: { lookup: pick }, verdict: 'benign' })).not.toEqual({
    changed: 0,
  });
  await client.call('tags.change', { selection: { lookup: pick }, add: ['from reports'], remove: [] });
  const tagged = await client.call('indicators.count', { query: 'tag:"from reports"' });
  expect(tagged.value).toBeGreaterThan(200);
  for (const door of doors) expect(door).not.toHaveBeenCalled();
}, 300_000);

it('shows what an export of candidates would be, and leaves the cache as it is', async () => {
  const text = 'never-heard-of.example.net wikipedia.org 192.0.2.249 d41d8cd98f00b204e9800998ecf8427e';
  const id = await sendText(text);
  const found = await client.call('lookup.run', { ids: [id] });
  const pick = { id: found.id, indexes: null, statuses: [], types: [] };
  const request = { format: 'html', scope: { lookup: pick }, tlp: null, defang: true, includeRaw: false };
  const preview = await client.call('exports.preview', request);
  for (const value of ['never-heard-of[.]example[.]net', 'wikipedia[.]org', '192[.]0[.]2[.]249'])
    expect(preview.text).toContain(value);
  const list = { id: found.id, statuses: [], types: [], order: 'text' as const, offset: 0, limit: 50 };
  const known = async () => (await client.call('lookup.page', list)).rows.map((row) => row.known !== null);
  expect(await known()).toEqual([false, false, false, false]);
  // What is taken into the cache later is told as it was shown.
  await app.services.search.resolve({ lookup: pick });
  expect(await known()).toEqual([true, true, true, true]);
  expect(await client.call('exports.preview', request)).toEqual(preview);
});

it('watches doors that would be seen when used', async () => {
  const door = vi.spyOn(net.Socket.prototype, 'connect');
  const socket = net.connect({ port: 9, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  socket.destroy();
  expect(door).toHaveBeenCalled();
});
