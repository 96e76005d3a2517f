import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DocumentFault } from '#main/documents/document.ts';
import { readDocument } from '#main/documents/read-document.ts';
import { nastyValues } from '../../support/nasty-values.ts';

/** As UTF-8 has it: half a character becomes U+FFFD. */
const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');
const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
/** What XML 1.0 can carry. */
const inXml = (text: string): string =>
  utf8(text).replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');

interface Carrier {
  readonly name: string;
  /** A file with the text as its writer would put it there. */
  write(text: string): Uint8Array;
  /** How the text stands in what is read; as it is where this is absent. */
  readonly reads?: (text: string) => string;
  /** Stands where there is nothing, so that places keep their offsets. */
  readonly filling?: string;
}

const carriers = {
  text: { name: 'a.txt', write: (text) => strToU8(text), reads: utf8 },
  html: {
    name: 'a.html',
    write: (text) => strToU8(`<!DOCTYPE html><html><body><p>${escapeMarkup(text)}</p></body></html>`),
    reads: utf8,
    filling: '\u200B',
  },
  csv: {
    name: 'a.csv',
    write: (text) => strToU8(`kind,value\r\nx,"${text.replaceAll('"', '""')}"\r\n`),
    // Quotes are blanked, the doubled ones too.
    reads: (text) => utf8(text).replaceAll('"', '  '),
  },
  json: { name: 'a.json', write: (text) => strToU8(JSON.stringify({ value: text, [text]: 1 })) },
  eml: {
    name: 'a.eml',
    write: (text) =>
      strToU8(
        [
          ...['From: a@b.example', 'To: c@d.example', 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8'],
          ...['Content-Transfer-Encoding: base64', '', ...(base64(text).match(/.{1,76}/g) ?? []), ''],
        ].join('\r\n'),
      ),
    reads: utf8,
  },
  docx: {
    name: 'a.docx',
    write: (text) =>
      zipSync({
        '[Content_Types].xml': strToU8('<Types/>'),
        'word/document.xml': strToU8(
          `<?xml version="1.0"?><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>${escapeMarkup(inXml(text))}</w:t></w:r></w:p></w:body></w:document>`,
        ),
      }),
    reads: inXml,
  },
} satisfies Readonly<Record<string, Carrier>>;

/** Kinds that are text as a whole. */
const plain = ['text', 'html', 'csv'] as const;
/** No text file holds this byte; what does is no text. */
const hasNul = (text: string): boolean => text.includes('\0');

describe.each(Object.entries<Carrier>(carriers))('a file of the kind %s', (format, { name, write, reads, filling }) => {
  const isPlain = plain.some((one) => one === format);
  const values = nastyValues.filter((text) => !isPlain || !hasNul(text));

  it('holds every nasty text as it is written, hidden characters too', async () => {
    const lost: string[] = [];
    for (const value of values) {
      const text = `before [${value}] after`;
      const { pieces, notes } = await readDocument({ name, bytes: write(text) });
      expect(notes).toEqual([]);
      const bare = (some: string): string => (filling === undefined ? some : some.replaceAll(filling, ''));
      const read = bare(pieces.map((piece) => piece.text).join('\n'));
      if (!read.includes(bare((reads ?? String)(text)))) lost.push(value);
    }
    expect(lost).toEqual([]);
  });
});

it.each(plain)('a file of the kind %s that holds NUL is refused as no text', async (format) => {
  const withNul = nastyValues.filter(hasNul);
  expect(withNul.length).toBeGreaterThan(0);
  for (const value of withNul) {
    const file = { name: carriers[format].name, bytes: carriers[format].write(value) };
    await expect(readDocument(file)).rejects.toThrow(DocumentFault);
  }
});

describe('what somebody forgot to close or put into the markup', () => {
  const swallowing = /<!--|<\?xml|<!\[CDATA\[/;

  it.each(
    nastyValues.filter((text) => !hasNul(text) && !swallowing.test(text)).map((text) => [text.slice(0, 60), text]),
  )('does not hide what comes after it in a page: %j', async (_short, value) => {
    const page = `<!DOCTYPE html><html><body><p>before ${value}</p><p>seen at late.evil.example</p></body></html>`;
    const { pieces } = await readDocument({ name: 'a.html', bytes: strToU8(page) });
    expect(pieces.map(({ text }) => text).join('\n')).toContain('seen at late.evil.example');
  });

  it.each([
    ['a head that is not closed, as may be', '<html><head><title>x</title><body>'],
    ['a head before a header', '<html><head><title>x</title></head><body><header>h</header>'],
    ['many that are not closed', '<html><body>'.concat('<svg><script><style>'.repeat(1_000))],
  ])('nor does %s', async (_what, start) => {
    const { pieces } = await readDocument({ name: 'a.html', bytes: strToU8(`${start}<p>late.evil.example</p>`) });
    expect(pieces.map(({ text }) => text).join('\n')).toContain('late.evil.example');
  });
});
