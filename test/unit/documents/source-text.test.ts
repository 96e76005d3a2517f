import { expect, it } from 'vitest';
import { scanDocument } from '#main/documents/scan-document.ts';
import type { ScanOutcome } from '#main/services/ports/documents.ts';

async function scan(name: string, text: string): Promise<ScanOutcome> {
  return scanDocument({ name, bytes: new TextEncoder().encode(text) }, true);
}

function rowsOf({ source }: ScanOutcome): readonly string[] {
  if (source === null) return [];
  return [...source.starts].map((start, at) => source.text.slice(start, source.ends[at]).replaceAll('\u200B', ''));
}

it('cuts a text into its lines, without the blank ones', async () => {
  const outcome = await scan('a.txt', 'first\n\n  \nsee evil.com here\r\nlast');
  expect(rowsOf(outcome)).toEqual(['first', 'see evil.com here\r', 'last']);
  expect([...(outcome.source?.lines ?? [])]).toEqual([1, 4, 5]);
});

it('puts every place of a candidate into the text that is shown', async () => {
  const files = {
    'a.html': '<p>Go to <b>evil</b>.com &amp; hxxp://a[.]evil[.]net/x</p><a href="https://link.evil.org/y">here</a>',
    'a.json': '{"note":"evil.com and more","list":["1.2.3.4", "b.evil.com"]}',
    'a.csv': 'host;note\nevil.com;"seen, at 1.2.3[.]4"\n',
    'a.eml': 'From: Eve <eve@evil.com>\r\nSubject: see evil.net\r\n\r\nhttps://evil.org/z\r\n',
  };
  for (const [name, text] of Object.entries(files)) {
    const outcome = await scan(name, text);
    const places = outcome.candidates.flatMap(({ occurrences }) => occurrences);
    expect(places.length, name).toBeGreaterThan(1);
    for (const { start, end, context, contextStart, contextLength } of places) {
      const shown = outcome.source?.text.slice(start, end).replaceAll('\u200B', '');
      expect(shown, name).toBe(context.slice(contextStart, contextStart + contextLength));
    }
  }
});

it('breaks a long line and loses nothing of it', async () => {
  const line = `${'x😀'.repeat(1_000)} evil.com`;
  const rows = rowsOf(await scan('a.txt', line));
  expect(rows.length).toBeGreaterThan(8);
  expect(rows.join('')).toBe(line);
  expect(rows.every((row) => row.isWellFormed())).toBe(true);
});

it('brings no text back unasked', async () => {
  const file = { name: 'a.txt', bytes: new TextEncoder().encode('evil.com') };
  expect((await scanDocument(file)).source).toBeNull();
});

it('tells the context of a candidate as one line of whole characters', async () => {
  const around = '😀'.repeat(200);
  for (const shift of ['', 'x']) {
    const outcome = await scan('a.txt', `${around}\r\n\tsee ${shift}\nevil.com\r\nthere\t${shift}${around}`);
    const [context = ''] = outcome.candidates.flatMap(({ occurrences }) => occurrences.map((one) => one.context));
    expect(context).toContain('evil.com there ');
    expect(context).not.toMatch(/[\r\n\t]/);
    expect(context.isWellFormed()).toBe(true);
  }
});
