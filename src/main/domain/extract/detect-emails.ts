import { hasKnownSuffix } from '#shared/text/known-hosts.ts';
import { canonicaliseAs } from '../canonicalise.ts';
import { isLabelAt, isLocalPartAt } from './characters.ts';
import { type Detector, invalid, type Reading, valid } from './found.ts';
import { remarkOnHost } from './read-host.ts';

const maxLocal = 64;
const maxHost = 253;
const foreignMarks = "=/'`|{?&*";

/** E-mail addresses: what stands around an `@`. */
export const detectEmails: Detector = ({ view, claims, add }) => {
  const { text } = view;
  let done = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', Math.max(at + 1, done))) {
    const start = startOfLocal(text, at, done);
    const end = endOfHost(text, at + 1);
    if (start === at || end === at + 1 || !claims.isFree(start, end)) continue;
    const reading = readAddress(text.slice(start, end), view.isRewritten(start, end));
    if (reading === undefined) continue;
    add({ start, end, reading });
    done = end;
  }
};

function startOfLocal(text: string, at: number, floor: number): number {
  let start = at;
  while (start > floor && at - start <= maxLocal && isLocalPartAt(text, start - 1)) start -= 1;
  // Quotes, slashes and equals signs before an address are the text's: `from=a@b.c`, `'a@b.c'`, `mail/a@b.c`.
  for (let back = at - 1; back >= start; back -= 1) {
    if (foreignMarks.includes(text.charAt(back))) start = back + 1;
  }
  while (start < at && '.-'.includes(text.charAt(start))) start += 1;
  return start;
}

function endOfHost(text: string, from: number): number {
  let end = from;
  while (
    end - from <= maxHost &&
    (isLabelAt(text, end) || (text[end] === '.' && isLabelAt(text, end + 1) && end > from))
  )
    end += 1;
  while (end > from && '-_'.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

function readAddress(spelled: string, isFanged: boolean): Reading | undefined {
  const { type, value } = canonicaliseAs('email', spelled);
  if (type !== 'email') return undefined;
  const host = value.slice(value.lastIndexOf('@') + 1);
  if (hasKnownSuffix(host)) return valid('email', value, remarkOnHost(host));
  return isFanged ? invalid('email', spelled, 'unknownSuffix') : undefined;
}
