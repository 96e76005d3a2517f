import type { TenantWords } from '#shared/model/outbox.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';

/** As Falcon's documents name them: what there is to choose from until the tenant's own words were read. */
const documented: TenantWords = {
  types: ['ipv4', 'ipv6', 'domain', 'md5', 'sha256'],
  actions: [],
  platforms: ['windows', 'mac', 'linux'],
  severities: ['informational', 'low', 'medium', 'high', 'critical'],
};
const documentedActions = ['no_action', 'allow', 'detect', 'prevent', 'prevent_no_ui'];
/** What Falcon for Mobile can do; no call tells of the tenant's own. */
export const mobileActions = ['no_action', 'allow', 'detect', 'prevent'] as const;

/** Actions that carry no severity. */
const quiet: ReadonlySet<string> = new Set(['no_action', 'allow']);

/** Characters shown of a word of a tenant; Falcon's own are no longer than 15. */
export const longestWord = 60;

/** A word of a tenant, which is a vendor's text as any, for a place that holds plain text only. */
export function wordText(word: string): string {
  return revealHidden([...word].slice(0, longestWord).join(''));
}

/** Whether an action goes without a severity. */
export function isQuiet(action: string): boolean {
  return quiet.has(action);
}

/** What there is to choose from. */
export interface WordChoices {
  readonly types: readonly string[];
  readonly actions: readonly string[];
  readonly platforms: readonly string[];
  readonly severities: readonly string[];
}

const orElse = (own: readonly string[], others: readonly string[]): readonly string[] =>
  own.length === 0 ? others : own;

/** The words that fit a type and an action; empty texts leave all open. */
export function listChoices(
  words: TenantWords | null,
  { type, action }: { readonly type: string; readonly action: string },
): WordChoices {
  const { types, actions, platforms, severities } = words ?? documented;
  const fitting = actions.filter(({ platformsByType }) => type === '' || Object.hasOwn(platformsByType, type));
  const chosen = actions.find(({ id }) => id === action);
  const byType = chosen?.platformsByType[type] ?? [];
  return {
    types: orElse(types, documented.types),
    actions: orElse(
      fitting.map(({ id }) => id),
      documentedActions,
    ),
    platforms: orElse(byType, orElse(platforms, documented.platforms)),
    severities: orElse(chosen?.severities ?? [], orElse(severities, documented.severities)),
  };
}
