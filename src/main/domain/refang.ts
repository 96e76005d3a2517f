import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { recognise } from './canonicalise.ts';
import { defang } from './defang.ts';
import { maybeFanged, repairTokens, unwrap } from './fang-tokens.ts';
import { refangText } from './free-text.ts';
import { refangUrl } from './urls.ts';

/**
 * Undoes the spellings by which people keep an indicator from being followed; pure, linear.
 *
 * The whole text is taken for one indicator: brackets and quotes around it and closing punctuation go too. What
 * {@link defang} wrote comes back to the letter; free text needs its type for that, since it may look like an indicator.
 */
export function refang(text: string, type?: IndicatorType): string {
  if (type !== undefined) return refangAs(type, text);
  if (!maybeFanged(text)) return text;
  const exact = recognise(text);
  if (exact.type !== 'other' && defang(exact.type, exact.value) === text) return exact.value;
  const inner = unwrap(text);
  const repaired = refangUrl(inner) ?? unwrap(repairTokens(inner));
  return recognise(repaired).type === 'other' ? refangText(text) : repaired;
}

function refangAs(type: IndicatorType, text: string): string {
  switch (type) {
    case 'md5':
    case 'sha1':
    case 'sha256':
    case 'path':
    case 'registry_key':
      return text;
    case 'user_agent':
    case 'other':
      return refangText(text);
    case 'url':
      return refangUrl(text) ?? text;
    default:
      return repairTokens(text);
  }
}
