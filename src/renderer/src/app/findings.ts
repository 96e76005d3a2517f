import type { AppError } from '#shared/errors/app-error.ts';
import type { StoreFinding } from '#shared/model/store-health.ts';
import type { Trace } from '../components/error-text.ts';

/** What is wrong with the stored data; the time is unknown where an answer failed before any check found it. */
export type Finding = Pick<StoreFinding, 'kind' | 'detail' | 'reference'> & { readonly foundAtMs: number | null };

/** The graver first. @param met what an answer failed with, which is damage also where no check has found it yet. */
export function gatherFindings(known: readonly StoreFinding[], met: AppError | undefined): readonly Finding[] {
  const damaged: Finding | undefined =
    known.find(({ kind }) => kind === 'damaged') ??
    (met === undefined
      ? undefined
      : { kind: 'damaged', detail: met.message, foundAtMs: null, reference: met.reference ?? null });
  const others = known.filter(({ kind }) => kind !== 'damaged');
  return damaged === undefined ? others : [damaged, ...others];
}

/** For whoever helps. */
export function traceOfFinding({ reference }: Finding): Trace {
  return { code: 'storage.corrupt', reference: reference ?? undefined };
}
