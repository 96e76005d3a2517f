/** Lists of harmless values, shipped and the analyst's own. */
import type { BenignList } from '#main/domain/benign/benign-list.ts';
import type { NamedIndicator } from '#main/services/ports/store/indicators.ts';
import type { Operation } from '#main/services/ports/store/operation.ts';
import type { AllowEntryView, BenignListView } from '#shared/model/benign-list.ts';

export interface ListReads {
  /** Without their entries. */
  'lists.list': Operation<null, readonly BenignListView[]>;
  /** For each value the titles of the lists of harmless values that it stands on, in order. */
  'lists.match': Operation<{ readonly indicators: readonly NamedIndicator[] }, readonly (readonly string[])[]>;
  /** Newest first, expired ones included. */
  'allow.list': Operation<null, readonly AllowEntryView[]>;
}

export interface ListWrites {
  /** Under the list's name; `isStored` is false when the same or a newer version stands there. */
  'lists.store': Operation<{ readonly list: BenignList }, { readonly isStored: boolean }>;
  'lists.remove': Operation<{ readonly name: string }, { readonly removed: number }>;
  /** An entry for the same value is replaced. */
  'allow.add': Operation<Omit<AllowEntryView, 'id' | 'createdAtMs'>, null>;
  'allow.remove': Operation<{ readonly id: number }, { readonly removed: number }>;
}
