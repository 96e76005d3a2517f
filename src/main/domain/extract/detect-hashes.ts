import { type Detector, invalid, type Reading, valid } from './found.ts';

const runs = /(?<![0-9A-Za-z])[0-9A-Fa-f]{32,}(?![0-9A-Za-z])/g;

const types: ReadonlyMap<number, 'md5' | 'sha1' | 'sha256'> = new Map([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'sha256'],
]);
/** SHA-224, SHA-384, SHA-512. */
const otherLengths: ReadonlySet<number> = new Set([56, 96, 128]);

/** Runs of hex digits that are as long as a hash. */
export const detectHashes: Detector = ({ view, claims, add }) => {
  for (const { 0: text, index } of view.text.matchAll(runs)) {
    const end = index + text.length;
    const reading = claims.isFree(index, end) ? readRun(text.toLowerCase()) : undefined;
    if (reading !== undefined) add({ start: index, end, reading });
  }
};

function readRun(text: string): Reading | undefined {
  const type = types.get(text.length);
  if (type === undefined) return otherLengths.has(text.length) ? invalid('other', text, 'otherHash') : undefined;
  return isOneDigit(text) ? invalid(type, text, 'placeholder') : valid(type, text);
}

const isOneDigit = (text: string): boolean => text === text.charAt(0).repeat(text.length);
