import { describe, expect, it } from 'vitest';
import { readDocument } from '#main/documents/read-document.ts';
import { makeCompoundFile } from '../../support/compound-file.ts';

async function read(text: string, name = 'Pasted text') {
  const { format, pieces } = await readDocument({ name, bytes: new TextEncoder().encode(text) });
  return { format, text: pieces.map((piece) => piece.text).join('\n') };
}

const mail = [
  'Received: from relay.example (198.51.100.7) by mx.example; Thu, 26 Nov 2026 08:00:00 +0000',
  'From: "CERT" <cert@sector.example>',
  'Subject: loader',
  'X-Spam-Score: 1.2',
  'DKIM-Signature: v=1; a=rsa-sha256; d=sector.example;',
  ' b=AAAA',
  '',
  'It asks 203[.]0[.]113[.]9.',
].join('\r\n');

describe('text that only begins like another format', () => {
  it.each<[string, string]>([
    ['a sentence after "From:"', 'From: CERT of the sector. Seen since Thursday:\n- 203[.]0[.]113[.]9 (first stage)\n'],
    ['one header and a text', 'Subject: loader\n\nIt asks 203[.]0[.]113[.]9.'],
    ['a list of names and values', 'Date: yesterday\nIP: 203[.]0[.]113[.]9\nURL: hxxp://a[.]example/\n\nend'],
    ['fields of a log', 'X-Forwarded-For: 1\n203[.]0[.]113[.]9 - - [26/Nov/2026]\n'],
    ['words about PDF', 'Its header is %PDF-1.7, loaded from 203[.]0[.]113[.]9.'],
    ['JSON and a sentence', '{"score": 1} was seen at 203[.]0[.]113[.]9 too'],
    ['JSON that was cut', '{"score": 1, "ip": "203[.]0[.]113[.]9'],
    ['a list without quotes', '["first", 203[.]0[.]113[.]9]'],
  ])('loses nothing: %s', async (_what, text) => {
    expect((await read(text)).text).toContain('203[.]0[.]113[.]9');
  });

  it('loses nothing of a file whose ending promises JSON', async () => {
    expect((await read('{ip: 203[.]0[.]113[.]9, name: "x"}', 'config.json')).text).toContain('203[.]0[.]113[.]9');
  });
});

describe('what really is one', () => {
  it('reads a mail without an ending, its signatures left out', async () => {
    const { format, text } = await read(mail);
    expect(format).toBe('eml');
    expect(text).toContain('198.51.100.7');
    expect(text).toContain('203[.]0[.]113[.]9');
    expect(text).not.toContain('rsa-sha256');
  });

  it('reads a mail whose header is longer than what is looked at', async () => {
    const long = `Received: ${'x'.repeat(60)}\r\n`.repeat(80) + mail;
    expect((await read(long)).format).toBe('eml');
  });

  it('reads JSON and lines of JSON', async () => {
    expect((await read('{"ip": "203.0.113.9", "n": -1.5e3, "b": [true, false, null]}')).format).toBe('json');
    expect((await read('{"ip": "203.0.113.9"}\n{"ip": "a\\"b"}\n')).format).toBe('json');
  });
});

describe('files that look like mails of Outlook', () => {
  const refusal = (bytes: Uint8Array): Promise<string> =>
    readDocument({ name: 'a.doc', bytes: new Uint8Array(bytes) }).then(
      () => 'read',
      (error: Error) => error.message,
    );

  it.each([
    ['a document of an old office program', ['WordDocument', '1Table'], /no mail of Outlook.*save as \.docx/],
    ['a table of an old office program', ['Workbook'], /no mail of Outlook.*save as \.docx/],
    ['a document with a password', ['EncryptionInfo', 'EncryptedPackage'], /protected with a password/],
  ] as const)('are refused with the reason: %s', async (_what, names, reason) => {
    expect(await refusal(makeCompoundFile(names))).toMatch(reason);
  });

  it('are refused where they are damaged', async () => {
    expect(await refusal(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]))).toMatch(
      /no mail of Outlook|damaged/,
    );
  });
});

describe('text in wide characters', () => {
  const words = 'Es lädt von 203[.]0[.]113[.]9 😀';
  const codes = [...words].map((character) => character.codePointAt(0) ?? 0);
  const wide = (mark: readonly number[], write: 'writeUInt32LE' | 'writeUInt32BE'): Buffer => {
    const bytes = Buffer.alloc(codes.length * 4);
    codes.forEach((code, at) => {
      bytes[write](code, at * 4);
    });
    return Buffer.concat([Buffer.from(mark), bytes]);
  };

  it.each([
    ['UTF-16, little end first', Buffer.from(`\uFEFF${words}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\uFEFF${words}`, 'utf16le').swap16()],
    ['UTF-32, little end first', wide([0xff, 0xfe, 0, 0], 'writeUInt32LE')],
    ['UTF-32, big end first', wide([0, 0, 0xfe, 0xff], 'writeUInt32BE')],
  ])('is read by its mark: %s', async (_what, bytes) => {
    const { pieces } = await readDocument({ name: 'a.txt', bytes: new Uint8Array(bytes) });
    expect(pieces.map(({ text }) => text).join()).toBe(words);
  });

  it('that ends in the middle or names no character is read as far as it goes', async () => {
    const broken = Buffer.concat([wide([0xff, 0xfe, 0, 0], 'writeUInt32LE'), Buffer.from([0xff, 0xff, 0xff, 0xff, 1])]);
    const { pieces } = await readDocument({ name: 'a.txt', bytes: new Uint8Array(broken) });
    expect(pieces.map(({ text }) => text).join()).toBe(`${words}\uFFFD\uFFFD`);
  });
});
