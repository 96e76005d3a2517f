import type { BundleView } from '#shared/model/bundle.ts';
import type { DigestSource, DocumentScanner } from './ports/documents.ts';

/** Bundles that others wrote: looked at, never taken over. */
export interface BundleService {
  /**
   * Opens one and holds it against its manifest; one that is encrypted comes back locked when no passphrase is given.
   * @throws AppError `input.invalid` (no bundle, another passphrase), `input.tooLarge`, `internal.cancelled`.
   */
  open(source: DigestSource, passphrase: string | null, signal?: AbortSignal): Promise<BundleView>;
}

/** Reads in the thread for hostile files; stores nothing. */
export function createBundleService({
  documents,
}: {
  readonly documents: Pick<DocumentScanner, 'openBundle'>;
}): BundleService {
  return { open: (source, passphrase, signal) => documents.openBundle({ source, passphrase }, signal) };
}
