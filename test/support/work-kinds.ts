import type { Store } from '#main/services/ports/store.ts';
import type { CaseNumber, IndicatorId } from '#shared/model/ids.ts';
import { connectionId, plan } from './store.ts';

/** Where an analyst's work goes. */
export interface WorkPlace {
  readonly store: Store;
  readonly number: CaseNumber;
  readonly ids: readonly IndicatorId[];
}

/** A kind of work whose pieces can be counted afterwards. */
export interface WorkKind {
  readonly kind: string;
  /** Where the pieces are stored. */
  readonly table: string;
  /** Stores the n-th piece. */
  store(place: WorkPlace, n: number): Promise<unknown>;
  /** SQL that counts the pieces, none twice. */
  readonly count: string;
}

const signed = { by: 'me', atMs: 5_000 };

/** Opens a case for the work, the first one: `CASE-0001`. It is about what is in the store. */
export async function openWork(store: Store): Promise<WorkPlace> {
  const fields = {
    title: 'Work',
    severity: 'none',
    tlp: 'amber',
    pap: 'amber',
    assignee: null,
    summary: null,
  } as const;
  const { number } = await store.write('cases.create', { fields, ...signed });
  const ids = await store.read('indicators.searchIds', { plan: plan(), limit: 200 });
  return { store, number, ids };
}

/** What an analyst does, in turn. */
export const workKinds: readonly WorkKind[] = [
  {
    kind: 'decision',
    table: 'triage_entry',
    store: ({ store, ids }, n) =>
      store.write('triage.append', {
        ids: ids.slice(n % ids.length, (n % ids.length) + 1),
        change: { state: 'reviewed', verdict: 'benign', note: `piece ${n}`, ...signed },
      }),
    count: "SELECT count(*) FROM triage_entry WHERE note LIKE 'piece %'",
  },
  {
    kind: 'tag',
    table: 'tag_entry',
    store: ({ store, ids }, n) =>
      store.write('tags.change', {
        ids: ids.slice(n % ids.length, (n % ids.length) + 1),
        change: { add: [`piece ${n}`], remove: [], ...signed },
      }),
    count: "SELECT count(*) FROM tag_entry WHERE name LIKE 'piece %'",
  },
  {
    kind: 'note',
    table: 'case_note',
    store: ({ store, number }, n) => store.write('cases.addNote', { number, text: `piece ${n}`, ...signed }),
    count: 'SELECT count(*) FROM case_note',
  },
  {
    kind: 'queued change',
    table: 'outbox_item',
    store: ({ store }, n) =>
      store.write('outbox.add', {
        items: [
          { connectionId: connectionId(1), indicatorId: null, operation: 'test', base: null, change: `{"piece":${n}}` },
        ],
        ...signed,
      }),
    count: 'SELECT count(*) FROM outbox_item',
  },
  {
    kind: 'setting',
    table: 'setting',
    store: ({ store }, n) => store.write('settings.set', { name: `piece${n}`, value: String(n) }),
    count: "SELECT count(*) FROM setting WHERE name LIKE 'piece%'",
  },
];
