import { canonicaliseAs } from '../canonicalise.ts';
import { type Detector, valid } from './found.ts';

/** `User-Agent:` and what follows on its line. */
const header = /(?<![A-Za-z0-9-])user[-_ ]agent(?: string)?["']?\s{0,2}[:=]\s{0,3}([^\r\n]{3,600})/gi;
/** In quotes, as logs have it. */
const quoted =
  /"((?:Mozilla|curl|Wget|python-requests|Go-http-client|okhttp|Java|Opera|PostmanRuntime|Microsoft-CryptoAPI|WinHTTP|libwww-perl)\/[^"\r\n]{1,500})"/g;
/** In running text: products and comments in parentheses, nothing else. */
const bare =
  /(?<![\w"])Mozilla\/\d\.\d \([^()\r\n]{1,300}\)(?: (?:[A-Za-z][\w.-]{0,40}\/[\w.+-]{1,40}|\([^()\r\n]{1,200}\)|like Gecko|Mobile|Safari))*/g;

/** User agents of programs that ask web servers. */
export const detectUserAgents: Detector = ({ view, claims, add }) => {
  for (const pattern of [header, quoted, bare]) {
    for (const match of view.source.matchAll(pattern)) {
      const inner = match[1] ?? match[0];
      const value = unquote(inner, view.source.charAt(match.index - 1));
      if (!/[\w)]/.test(value) || value.length < 3) continue;
      const sourceStart = match.index + match[0].indexOf(inner) + inner.indexOf(value);
      const start = view.at(sourceStart);
      const end = view.at(sourceStart + value.length);
      if (!claims.isFree(start, end)) continue;
      add({ start, end, reading: valid('user_agent', canonicaliseAs('user_agent', value).value) });
    }
  }
};

/** A quote that opens the value, or the whole line before it, ends it. */
function unquote(text: string, before: string): string {
  const first = text.trim();
  const own = /^["'`]/.exec(first)?.[0];
  if (own !== undefined) return first.slice(1).split(own, 1)[0] ?? '';
  return before !== '' && `"'\``.includes(before) ? (first.split(before, 1)[0] ?? '') : first;
}
