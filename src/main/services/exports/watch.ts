import { AppError } from '#shared/errors/app-error.ts';

/** Who watches a writing, and may end it. */
export interface ExportWatch {
  readonly signal?: AbortSignal | undefined;
  /** How many indicators were read since the last beginning: a report is read more than once. */
  readonly onProgress?: ((done: number, stage: 'reading' | 'printing') => void) | undefined;
}

/** Ends the writing of a file, so that nothing half is left behind. @throws AppError `export.cancelled`. */
export async function* untilAborted<Chunk>(
  chunks: AsyncIterable<Chunk>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Chunk> {
  for await (const chunk of chunks) {
    if (signal?.aborted === true) throw new AppError('export.cancelled', 'Stopped: nothing was written.');
    yield chunk;
  }
}
