import { describe, expect, it } from 'vitest';
import { readDocument } from '#main/documents/read-document.ts';

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
