import { extract } from '#main/domain/extract/extract.ts';
import type { Section } from './section.ts';
import { median } from './statistics.ts';

const size = 5_000_000;

/** Texts by what they try, each made of pieces: dense ones as reports have them, and what would cost a careless reader most. */
const texts: Readonly<Record<string, (at: number) => string>> = {
  'every type, defanged': (at) =>
    `hxxps[://]evil${at}[.]com/a/b.php?x=${at} 45.${at % 256}.7.9 and sub${at}.evil.net, bad${at}@mail.evil.org ` +
    `${at.toString(16).padStart(8, '0').repeat(4)} C:\\Users\\x\\a${at}.exe HKLM\\Software\\X${at} 2606:4700::${(at % 65_535).toString(16)}\n`,
  'addresses only': (at) => `45.${at % 256}.${(at >> 8) % 256}.9\n`,
  'prose without any': (at) =>
    `The quick brown fox jumps over the lazy dog number ${at}, and then it goes home (again). `,
  'one word of hex digits': () => 'abcdef0123456789',
  'one chain of dots': () => 'a.',
  'schemes without hosts': () => 'http://',
  'opening brackets': () => 'http://a.com/((((',
  'paths with blanks': () => 'C:\\ a ',
  'invisible characters': () => '\u200B',
};

/**
 * How long `extract` takes for 5 MB of each text in this process, and how many times as long as for half of it: the work inside a
 * regular expression shows in time only, so that it is linear is measured and not asserted.
 */
export function measureExtract(rounds: number): Section {
  const rows = Object.entries(texts).map(([name, piece]) => {
    const text = makeText(piece, size);
    const found = extract(text).length;
    const [half, whole] = [makeText(piece, size / 2), text].map((one) => median(timesOf(one, rounds)));
    const growth = (whole ?? 0) / (half ?? 0);
    return [name, found.toLocaleString('en'), ((whole ?? 0) / 1_000).toFixed(2), growth.toFixed(1)];
  });
  return {
    title: 'Extraction',
    intro:
      'Indicators found in 5 MB of text, target below 2 s; the last six are made to be expensive. Growth: how many times as long as half of the text takes; 2 is linear, 4 quadratic.',
    head: ['text', 'candidates', 'CPU s', 'growth'],
    rows,
    notes: [],
  };
}

function makeText(piece: (at: number) => string, size: number): string {
  const pieces: string[] = [];
  let length = 0;
  for (let at = 0; length < size; at += 1) {
    const next = piece(at);
    pieces.push(next);
    length += next.length;
  }
  return pieces.join('');
}

function timesOf(text: string, rounds: number): readonly number[] {
  return Array.from({ length: rounds }, () => timeOf(text));
}

/** Processor time: the machine may be busy with other things. Milliseconds. */
function timeOf(text: string): number {
  const start = process.cpuUsage();
  extract(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}
