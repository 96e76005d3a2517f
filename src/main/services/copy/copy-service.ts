import { AppError } from '#shared/errors/app-error.ts';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { IndicatorSummary } from '#shared/model/indicator.ts';
import type { CopyForm } from '#shared/model/lookup.ts';
import type { Store } from '../ports/store.ts';
import type { SearchService } from '../search-service.ts';
import type { VendorCatalogue } from '../vendor-catalogue.ts';

/** Lines of ours, or what is pasted into a vendor's own search. */
export type IndicatorForm = CopyForm | { readonly vendor: string };

/** Indicators as text for the clipboard. */
export interface CopyService {
  /**
   * @returns `leftOut`: how many a vendor's search cannot look for.
   * @throws AppError `input.tooLarge` above {@link copyLimit}, `input.invalid` for a vendor without a search of its own, and for
   *   indicators of which it can look for none.
   */
  copy(
    selection: { readonly ids: readonly IndicatorId[] } | { readonly query: string },
    form: IndicatorForm,
  ): Promise<{ readonly text: string; readonly copied: number; readonly leftOut: number }>;
}

/** Most indicators in one text: about a megabyte as CSV. */
const copyLimit = 5_000;
/** Rows per question to the store. */
const pieceSize = 200;

/** See {@link CopyService}. */
export function createCopyService(parts: {
  readonly store: Store;
  readonly search: Pick<SearchService, 'plan'>;
  readonly vendors: VendorCatalogue;
}): CopyService {
  const { store, search, vendors } = parts;
  return {
    async copy(selection, form) {
      const ids =
        'ids' in selection
          ? selection.ids
          : await store.read('indicators.searchIds', { plan: search.plan(selection.query), limit: copyLimit + 1 });
      if (ids.length > copyLimit) throw tooMany();
      const rows: IndicatorSummary[] = [];
      for (let start = 0; start < ids.length; start += pieceSize) {
        rows.push(...(await store.read('indicators.summaries', { ids: ids.slice(start, start + pieceSize) })));
      }
      return typeof form === 'string' ? writeLines(rows, form) : writeSearch(rows, form.vendor, vendors);
    },
  };
}

async function writeLines(rows: readonly IndicatorSummary[], form: CopyForm) {
  // Defanging needs the list of public suffixes, which would cost every start.
  const { indicatorLine, lineHeads } = await import('./indicator-lines.ts');
  const lines = rows.map((row) => indicatorLine(form, row)).join('');
  // A value is pasted into the middle of other text: no line end behind the last one.
  return { text: (lineHeads[form] + lines).replace(/\r?\n$/, ''), copied: rows.length, leftOut: 0 };
}

async function writeSearch(rows: readonly IndicatorSummary[], vendor: string, vendors: VendorCatalogue) {
  const { displayName, searchText } = await vendors.find(vendor);
  if (searchText === undefined) throw new AppError('input.invalid', `${displayName} has no search of its own.`);
  const found = rows.filter(({ type }) => searchText.finds(type));
  if (found.length === 0) {
    throw new AppError('input.invalid', `${displayName} cannot search for indicators of these types.`);
  }
  return { text: searchText.write(found), copied: found.length, leftOut: rows.length - found.length };
}

function tooMany(): AppError {
  return new AppError('input.tooLarge', `At most ${copyLimit.toLocaleString('en-US')} indicators are copied at once.`, {
    suggestion: 'Export them instead, or narrow the query.',
  });
}
