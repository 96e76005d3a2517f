import { removeInvisible, repairHost } from './fang-tokens.ts';

/** Nothing to repair in scheme, separator or host. */
const plain = /^(?:https?|ftp):\/\/[A-Za-z0-9.:-]+(?:[/?#]|$)/;

const scheme = /^(?:h(?:\*\*|##|__)ps?|f\*\*?ps?|[a-z][a-z0-9+.-]*)/i;
/** `://` and the ways of breaking it: `[://]`, `[:]//`, `:[//]`, `:[/][/]`. */
const separator = /^(?:[[({]:\/\/[\])}]|(?:[[({]:[\])}]|:)(?:[[({]\/\/[\])}]|(?:\/|[[({]\/[\])}]){2}))/;
/** Up to path, query or fragment; `\.` is a broken dot, `[/]` a broken slash. */
const authority = /^(?:[^/?#\\[]|\\\.|\[(?!\/\]))*/;
const at = /@|[[({] ?(?:@|at) ?[\])}]/gi;

/** Spellings of schemes that readers made harmless. */
const fangedSchemes: readonly (readonly [RegExp, string])[] = [
  [/^(?:h(?:tt|xx|tx|xt|\*\*|##|__)p|meow)$/i, 'http'],
  [/^(?:h(?:tt|xx|tx|xt|\*\*|##|__)p|meow)s$/i, 'https'],
  [/^f(?:x|t|\*|\*\*)p$/i, 'ftp'],
  [/^f(?:x|t|\*|\*\*)ps$/i, 'ftps'],
];

/** A URL-shaped text in parts, scheme and separator repaired; `user` and `host` as they stood. */
export interface UrlParts {
  readonly scheme: string;
  /** Without the `@`; undefined where there is none. */
  readonly user: string | undefined;
  /** With its port. */
  readonly host: string;
  readonly rest: string;
}

/** Takes a URL in any spelling apart; undefined when the text does not begin like `scheme://`. */
export function splitUrl(text: string): UrlParts | undefined {
  const name = scheme.exec(text)?.[0];
  const link = name === undefined ? undefined : separator.exec(text.slice(name.length, name.length + 8))?.[0];
  if (name === undefined || link === undefined) return undefined;
  const tail = text.slice(name.length + link.length);
  const whole = authority.exec(tail)?.[0] ?? '';
  const lastAt = whole.includes('@') || /at/i.test(whole) ? [...whole.matchAll(at)].at(-1) : undefined;
  return {
    scheme: fangedSchemes.find(([spelling]) => spelling.test(name))?.[1] ?? name,
    user: lastAt && whole.slice(0, lastAt.index),
    host: lastAt ? whole.slice(lastAt.index + lastAt[0].length) : whole,
    rest: tail.slice(whole.length),
  };
}

/** A URL brought back from a defanged spelling, otherwise as it stood; path and query are never touched. */
export function refangUrl(text: string): string | undefined {
  if (plain.test(text)) return text;
  const parts = splitUrl(text);
  if (parts === undefined) return undefined;
  const rest = parts.rest.startsWith('[/]') ? `/${parts.rest.slice(3)}` : parts.rest;
  const user = parts.user === undefined ? '' : `${parts.user}@`;
  return `${parts.scheme}://${user}${repairHost(removeInvisible(parts.host))}${rest}`;
}

const writtenSchemes: Readonly<Record<string, string>> = { http: 'hxxp', https: 'hxxps', ftp: 'fxp' };

/** Makes a URL unfollowable: scheme, `@` of the user part and host change, the rest stays. Text that is no URL stays. */
export function defangUrl(text: string): string {
  const parts = splitUrl(text);
  if (parts === undefined) return text;
  const user = parts.user === undefined ? '' : `${parts.user}[@]`;
  return `${writtenSchemes[parts.scheme] ?? parts.scheme}[://]${user}${defangHost(repairHost(parts.host))}${parts.rest}`;
}

/** Host name, IPv4 or bracketed IPv6 with optional port, each dot and each colon of an IPv6 address broken. */
export function defangHost(host: string): string {
  const bracketed = /^\[([^\]]*)\](.*)$/s.exec(host);
  return bracketed === null
    ? host.replaceAll('.', '[.]')
    : `[${(bracketed[1] ?? '').replaceAll(':', '[:]').replaceAll('.', '[.]')}]${bracketed[2] ?? ''}`;
}
