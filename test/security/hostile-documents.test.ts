import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createDocumentScanner } from '#main/documents/document-scanner.ts';

const entry = new URL('../../src/main/workers/documents.ts', import.meta.url);
const recording = new URL('../support/recording-documents.ts', import.meta.url);
const corpus = join(import.meta.dirname, '..', 'corpus', 'files');

const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);
const scanner = createDocumentScanner({ entry });
const scan = (name: string, content: string | Uint8Array) =>
  scanner.scan({ name, bytes: own(typeof content === 'string' ? strToU8(content) : content) });
const valuesOf = async (name: string, content: string | Uint8Array): Promise<readonly string[]> =>
  (await scan(name, content)).candidates.filter(({ trap }) => trap === null).map(({ value }) => value);

describe('reading documents', { timeout: 300_000 }, () => {
  it('opens no socket and asks no name server, whatever the file', async () => {
    const watched = createDocumentScanner({ entry: recording });
    const remote = [
      [
        'page.html',
        '<img src="http://127.0.0.1:9/a"><script src="http://127.0.0.1:9/b"></script><link rel=stylesheet href="http://127.0.0.1:9/c">',
      ],
      ['entity.xml.html', '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/d">]><p>&e;</p>'],
      [
        'mail.eml',
        'Subject: x\r\nContent-Type: message/external-body; access-type=URL; URL="http://127.0.0.1:9/e"\r\n\r\n',
      ],
    ] as const;
    const formats: string[] = [];
    for (const [name, text] of remote) formats.push((await watched.scan({ name, bytes: own(strToU8(text)) })).format);
    for (const name of readdirSync(corpus).filter((file) => /\.(?:docx|pdf|msg|zip|eml|html)$/.test(file))) {
      formats.push((await watched.scan({ name, bytes: own(readFileSync(join(corpus, name))) })).format);
    }
    expect(formats.filter((format) => format.startsWith('tried'))).toEqual([]);
    expect(formats).toContain('pdf');
  });

  it('would notice a socket', async () => {
    const watched = createDocumentScanner({ entry: new URL('../support/connecting-documents.ts', import.meta.url) });
    expect((await watched.scan({ name: 'x.txt', bytes: own(strToU8('evil.com')) })).format).toContain('tried');
  });

  it('expands no entity of a document, neither from files nor into billions of laughs', async () => {
    const xml = (body: string): Uint8Array =>
      zipSync({
        '[Content_Types].xml': strToU8('<Types/>'),
        'word/document.xml': strToU8(
          `<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY a "evil.com"><!ENTITY b "&a;&a;&a;">]><w:p><w:t>${body}</w:t></w:p>`,
        ),
      });
    expect(await valuesOf('x.docx', xml('see &f; and &b; and bad.net'))).toEqual(['bad.net']);
  });

  it('refuses an archive with too many files', async () => {
    const files = Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`${at}.txt`, strToU8('x')]));
    await expect(scan('many.zip', zipSync(files))).rejects.toMatchObject({ code: 'input.tooLarge' });
  });

  it('refuses an archive that unpacks to more than 256 MiB, also inside another', async () => {
    const bomb = zipSync({ 'a.txt': new Uint8Array(150 * 1024 * 1024), 'b.txt': new Uint8Array(150 * 1024 * 1024) });
    await expect(scan('bomb.zip', bomb)).rejects.toMatchObject({ code: 'input.tooLarge' });
    await expect(scan('outer.zip', zipSync({ 'bomb.zip': bomb }))).rejects.toMatchObject({ code: 'input.tooLarge' });
  });

  it('goes no deeper into files inside files than it says, and tells so', async () => {
    let inner = zipSync({ 'deep.txt': strToU8('evil.com') });
    for (let level = 0; level < 6; level += 1) inner = zipSync({ [`${level}.zip`]: inner });
    const { candidates, notes } = await scan('deep.zip', inner);
    expect(candidates).toEqual([]);
    expect(notes.join()).toContain('too deep');
  });

  it('uses no path from inside: names that lead elsewhere are only shown', async () => {
    const { candidates } = await scan('a.zip', zipSync({ '../../../../etc/passwd.txt': strToU8('evil.com') }));
    expect(candidates.map(({ occurrences }) => occurrences[0]?.file)).toEqual(['a.zip › ../../../../etc/passwd.txt']);
  });

  it('refuses a file larger than 64 MiB', async () => {
    await expect(scan('big.txt', new Uint8Array(64 * 1024 * 1024 + 1))).rejects.toMatchObject({
      code: 'input.tooLarge',
    });
  });

  it('refuses a file larger than 128 MiB that is to be imported', async () => {
    const bytes = new Uint8Array(128 * 1024 * 1024 + 1).fill(32);
    bytes.set(strToU8('{"type":"bundle","objects":[]}'));
    const read = (size: number) =>
      scanner.readImport({ name: 'big.json', bytes: bytes.slice(0, size) }, { format: null, mapping: null });
    expect(await read(65 * 1024 * 1024)).toMatchObject({ format: 'stix', rows: [] });
    await expect(read(bytes.length)).rejects.toMatchObject({ code: 'input.tooLarge' });
  });

  it('ends a reader that takes too long, or too much memory, and goes on with the next file', async () => {
    const hanging = createDocumentScanner({
      entry: new URL('../support/hanging-documents.ts', import.meta.url),
      limitMs: 300,
      heapMb: 64,
    });
    const bytes = own(strToU8('x'));
    await expect(hanging.scan({ name: 'hang', bytes })).rejects.toMatchObject({ code: 'input.tooLarge' });
    const greedy = createDocumentScanner({
      entry: new URL('../support/hanging-documents.ts', import.meta.url),
      limitMs: 60_000,
      heapMb: 64,
    });
    await expect(greedy.scan({ name: 'eat', bytes })).rejects.toMatchObject({ code: 'input.tooLarge' });
    expect(await valuesOf('after.txt', 'evil.com')).toEqual(['evil.com']);
  });

  it.each([
    ['truncated.pdf', readFileSync(join(corpus, '43-report.pdf')).subarray(0, 40)],
    ['truncated.docx', readFileSync(join(corpus, '41-report.docx')).subarray(0, 300)],
    ['truncated.msg', readFileSync(join(corpus, '45-forward.msg')).subarray(0, 600)],
    ['binary.txt', Uint8Array.of(0, 1, 2, 3)],
  ])('says of %s that it cannot be read', async (name, bytes) => {
    await expect(scan(name, bytes)).rejects.toMatchObject({ code: 'input.invalid' });
  });

  it('stays whole on broken markup, unclosed quotes and lone surrogates', async () => {
    expect(await valuesOf('a.html', '<a href="http://evil.com/x>never closed <b <i evil.net')).toContain(
      'http://evil.com/x',
    );
    expect(await valuesOf('b.json', '{"a":"http://evil.com/y","b":"unclosed')).toEqual(['http://evil.com/y']);
    expect(await valuesOf('c.json', '["\\ud800 evil.com"]')).toEqual(['evil.com']);
  });
});
