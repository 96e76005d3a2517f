import type { StandingCheck } from '#shared/model/standing.ts';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { quoteValue } from '#shared/text/value-lists.ts';

/** A vendor that acts on indicators, and its words for what it does. */
export interface Enforcer {
  readonly vendor: string;
  readonly name: string;
  /** Actions that stop or report a value. */
  readonly enforcing: readonly string[];
  /** Actions that let it pass. */
  readonly allowing: readonly string[];
  /** What can be enforced there at all. */
  readonly types: readonly IndicatorType[];
}

/** A check before it is counted. */
export type AskedCheck = Omit<StandingCheck, 'count'>;

/** For so long a sighting elsewhere is fresh. */
const freshDays = 30;

/**
 * What is enforced now, and where that no longer fits what is known. Each check is a query: what it counts are the rows that it
 * finds.
 *
 * @param others ids of the vendors that report and do not act.
 */
export function listChecks(enforcers: readonly Enforcer[], others: readonly string[]): readonly AskedCheck[] {
  return [...enforcers.flatMap((enforcer) => checksOf(enforcer, others)), ...checksOfAll];
}

function checksOf(enforcer: Enforcer, others: readonly string[]): readonly AskedCheck[] {
  const { vendor, name } = enforcer;
  const enforced = term('enforced', enforcer.enforcing);
  const elsewhere = others.length === 0 ? [] : [checkGone(enforcer, others)];
  return [
    {
      id: `enforced-${vendor}`,
      group: 'enforced',
      title: `Enforced by ${name}`,
      meaning: `${name} blocks or reports it now: the record has such an action, has not expired and is not deleted.`,
      query: enforced,
    },
    {
      id: `expired-${vendor}`,
      group: 'drift',
      title: `Expired at ${name}, fresh elsewhere`,
      meaning: `${name} no longer acts on it since its record has expired; another vendor still reports it, and it was seen within ${freshDays} days.`,
      query: `${term('expired', [vendor])} -${term('live', [vendor])} live:* last_seen:>now-${freshDays}d`,
    },
    ...elsewhere,
    {
      id: `allowed-${vendor}`,
      group: 'drift',
      title: 'Allowed, but malicious',
      meaning: `${name} lets it pass, while you call it malicious or another vendor scores it 70 or more.`,
      query: `${term('enforced', enforcer.allowing)} (verdict:malicious OR is:conflicting)`,
    },
    {
      id: `missed-${vendor}`,
      group: 'drift',
      title: `Malicious, not enforced by ${name}`,
      meaning: `You call it malicious, it is of a kind that ${name} can act on, and no live record there does.`,
      query: `verdict:malicious ${term('type', enforcer.types)} -${enforced}`,
    },
  ];
}

function checkGone({ vendor, name, enforcing }: Enforcer, others: readonly string[]): AskedCheck {
  return {
    id: `gone-${vendor}`,
    group: 'drift',
    title: `Enforced, but gone elsewhere`,
    meaning: `${name} acts on it, and every other vendor that had reported it has taken it back or let it expire.`,
    query: `${term('enforced', enforcing)} ${term('gone', others)} -${term('live', others)}`,
  };
}

const checksOfAll: readonly AskedCheck[] = [
  {
    id: 'seen-again',
    group: 'drift',
    title: 'Reviewed, but seen again',
    meaning: 'It was reviewed, here or at Datadog, and a vendor names a later sighting or change.',
    query: 'state:reviewed last_seen:>triaged',
  },
  {
    id: 'disagree',
    group: 'drift',
    title: 'Vendors disagree',
    meaning: 'One vendor allows it or calls it benign while another scores it 70 or more.',
    query: 'is:conflicting',
  },
];

/** `field:word`, or any of several. */
function term(field: string, words: readonly string[]): string {
  const [first = '', ...more] = words.map(quoteValue);
  return more.length === 0 ? `${field}:${first}` : `${field}:(${[first, ...more].join(' OR ')})`;
}
