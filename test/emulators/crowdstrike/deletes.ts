import type { ApiError } from './problem.ts';
import { ApiProblem } from './problem.ts';
import type { IocSearch } from './search.ts';
import type { IocStore } from './store.ts';

/** What a delete asks for. A filter silently beats ids. */
export interface DeleteRequest {
  readonly filter?: string | undefined;
  readonly ids: readonly string[];
  readonly fromParent?: boolean | undefined;
  /** Becomes `modified_by` of what is deleted. */
  readonly clientId: string;
}

/** What was deleted, and the ids that could not be. */
export interface DeleteOutcome {
  readonly ids: readonly string[];
  readonly errors: readonly ApiError[];
}

/**
 * Deletes softly: the records stay, marked, with the deletion as their last modification.
 * @throws ApiProblem 400 without ids and filter, 404 when none of the ids is a live indicator.
 */
export function deleteIndicators(store: IocStore, search: IocSearch, request: DeleteRequest): DeleteOutcome {
  const ids = request.filter === undefined ? request.ids : matchingIds(store, search, request);
  if (request.filter === undefined && ids.length === 0) throw new ApiProblem(400, 'either ids or filter is required');
  const deleted: string[] = [];
  const errors: ApiError[] = [];
  for (const id of new Set(ids)) {
    const position = store.find(id);
    if (position === undefined || store.record(position).deleted) {
      errors.push({ code: 404, message: 'Indicator not found', id });
      continue;
    }
    store.change(position, { deleted: true }, request.clientId);
    deleted.push(id);
  }
  if (deleted.length === 0 && errors.length > 0) throw new ApiProblem(404, 'Indicator not found', []);
  return { ids: deleted, errors };
}

function matchingIds(store: IocStore, search: IocSearch, request: DeleteRequest): readonly string[] {
  const positions = search.run({ filter: request.filter, fromParent: request.fromParent });
  return [...positions]
    .map((position) => store.record(position))
    .filter(({ deleted }) => !deleted)
    .map(({ id }) => id);
}
