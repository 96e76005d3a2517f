import type { MethodOutput, MethodParsedInput } from '#shared/contract/methods.ts';
import type { AllowEntryView, BenignListView } from '#shared/model/benign-list.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';

const dayMs = 86_400_000;

function list(title: string, entries: number, types: readonly IndicatorType[], isShipped = true): BenignListView {
  return {
    name: title.toLowerCase().replaceAll(' ', '-'),
    title,
    version: 20_261_016,
    origin: isShipped ? 'https://github.com/MISP/misp-warninglists' : 'our-list.json',
    licence: isShipped ? 'CC0-1.0' : 'unknown',
    types: [...types],
    entries,
    isShipped,
    addedAtMs: Date.UTC(2026, 9, 20),
  };
}

/** Lists of harmless values and own entries; one of them has a hostile title. */
export function fakeLists(nowMs: number) {
  let lists = [
    list('IPv4 public DNS resolvers', 13_205, ['ipv4']),
    list('Top 10000 websites from Tranco', 10_000, ['domain', 'url']),
    list('Known Microsoft Azure datacentre IP ranges', 45_310, ['ipv4', 'ipv6', 'cidr']),
    list('Cloudflare \u202Efdp.tsil <b>ranges</b>', 22, ['ipv4', 'ipv6', 'cidr'], false),
  ];
  let allowed: AllowEntryView[] = [
    {
      id: 2,
      type: 'domain',
      value: 'detonation.our-lab.example',
      reason: 'Sandbox of the malware team; its callbacks are ours.',
      owner: 'Ada Winter',
      createdAtMs: nowMs - 9 * dayMs,
      expiresAtMs: nowMs + 90 * dayMs,
    },
    {
      id: 1,
      type: 'cidr',
      value: '198.51.100.0/24',
      reason: 'Penetration test in October',
      owner: 'Tom Berg',
      createdAtMs: nowMs - 60 * dayMs,
      expiresAtMs: nowMs - 20 * dayMs,
    },
  ];
  return {
    'lists.list': () => lists,
    'lists.check': (): MethodOutput<'lists.check'> => ({
      name: 'public-dns-v4',
      title: 'IPv4 public DNS resolvers',
      version: 20_261_120,
      types: ['ipv4'],
      entries: 13_377,
      leftOut: 4,
      present: { version: 20_261_016, entries: 13_205, isShipped: true },
      isNewer: true,
    }),
    'lists.import': () => ({ title: 'IPv4 public DNS resolvers', entries: 13_377, leftOut: 4 }),
    'lists.remove': ({ name }: MethodParsedInput<'lists.remove'>) => {
      lists = lists.filter((one) => one.name !== name);
      return null;
    },
    'lists.match': ({ indicators }: MethodParsedInput<'lists.match'>) =>
      indicators.map(() => ['IPv4 public DNS resolvers']),
    'lists.allowed': () => allowed,
    'lists.allow': ({ value, reason, expiresAtMs }: MethodParsedInput<'lists.allow'>) => {
      const entry = {
        id: 3,
        type: 'domain' as const,
        value,
        reason,
        owner: 'Ada Winter',
        createdAtMs: nowMs,
        expiresAtMs,
      };
      allowed = [entry, ...allowed.filter((one) => one.value !== value)];
      return null;
    },
    'lists.disallow': ({ id }: MethodParsedInput<'lists.disallow'>) => {
      allowed = allowed.filter((one) => one.id !== id);
      return null;
    },
  };
}
