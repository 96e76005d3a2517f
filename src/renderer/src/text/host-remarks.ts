import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { hostToUnicode } from './punycode.ts';

/** What a careful reader would want pointed out about an address. */
export interface HostRemarks {
  /** The Unicode reading of a punycode host; hostile text. */
  readonly unicodeHost: string | undefined;
  /** Short plain-language remarks, in order of weight. */
  readonly remarks: readonly string[];
}

const longPart = 60;
const scripts = ['Latin', 'Cyrillic', 'Greek', 'Han', 'Hiragana', 'Katakana', 'Hangul', 'Arabic', 'Hebrew', 'Armenian'];
const scriptTests = scripts.map((name) => ({ name, test: new RegExp(`\\p{Script=${name}}`, 'u') }));
/**
 * Cyrillic and Greek letters that most fonts draw like Latin ones; written as code points, since here one could not see
 * which is meant. Source: Unicode confusables.txt, lower-case single letters.
 */
const latinLookalikes =
  /^[\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u043A\u0456\u0458\u0455\u04BB\u0501\u051B\u051D\u04CF\u0475\u03B1\u03BD\u03BF\u03C1\u03C4\u03C5\u03BA\u03C7\u03B9\u03B30-9-]+$/u;

function scriptRemarks(host: string): string[] {
  const remarks: string[] = [];
  for (const label of host.split('.')) {
    const found = scriptTests.filter((script) => script.test.test(label)).map((script) => script.name);
    if (found.length > 1) remarks.push(`mixes ${found.join(' and ')} letters`);
    else if (!found.includes('Latin') && found.length > 0 && latinLookalikes.test(label)) {
      remarks.push(`${found.join()} letters that look Latin`);
    }
  }
  return remarks;
}

function hostOf(type: IndicatorType, value: string): URL | string | undefined {
  if (type === 'domain') return value;
  if (type === 'email') return value.slice(value.lastIndexOf('@') + 1);
  if (type === 'url' && URL.canParse(value)) return new URL(value);
  return undefined;
}

function urlRemarks(url: URL): string[] {
  const remarks: string[] = [];
  if (url.username !== '' || url.password !== '') remarks.push('has a user part before the host');
  if (/^[\d.]+$|^\[/.test(url.hostname)) remarks.push('host is an address, not a name');
  if (url.port !== '') remarks.push(`port ${url.port} instead of the usual one`);
  return remarks;
}

/** Points out disguises in domains, URLs and e-mail addresses: look-alike letters, user parts, odd ports, long labels. */
export function remarkHost(type: IndicatorType, value: string): HostRemarks {
  const found = hostOf(type, value);
  if (found === undefined) return { unicodeHost: undefined, remarks: [] };
  const host = typeof found === 'string' ? found : found.hostname;
  const unicodeHost = hostToUnicode(host);
  const remarks = [...scriptRemarks(unicodeHost ?? host), ...(typeof found === 'string' ? [] : urlRemarks(found))];
  if (unicodeHost !== undefined) remarks.push('international name (punycode)');
  if (host.split('.').some((label) => label.length >= longPart) || host.length > 4 * longPart) {
    remarks.push('very long host name');
  }
  return { unicodeHost, remarks };
}
