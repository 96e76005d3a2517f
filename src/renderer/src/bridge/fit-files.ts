import { AppError } from '#shared/errors/app-error.ts';
import { fileLimitBytes, heldFilesLimitBytes } from '#shared/model/limits.ts';
import type { WindowFile } from './send-file.ts';

const toMebibytes = (bytes: number): string => `${bytes / 1024 / 1024} MiB`;

/**
 * Which files can be looked up at once, and a note on each of the others: told by their sizes, before the first of them is sent.
 *
 * @throws AppError `input.tooLarge` where none can, and where they are too large together.
 */
export function fitFiles(files: readonly WindowFile[]): {
  readonly fitting: readonly WindowFile[];
  readonly notes: readonly string[];
} {
  const fitting = files.filter(({ content }) => content.size <= fileLimitBytes);
  const notes = files
    .filter((file) => !fitting.includes(file))
    .map(({ name }) => `${name}: it is larger than ${toMebibytes(fileLimitBytes)}.`);
  if (fitting.length === 0 && notes.length > 0) {
    throw new AppError('input.tooLarge', notes.join(' '), {
      suggestion: 'Save the part that matters as text, and look that up.',
    });
  }
  const together = fitting.reduce((sum, { content }) => sum + content.size, 0);
  if (together > heldFilesLimitBytes) {
    throw new AppError('input.tooLarge', `The files are larger than ${toMebibytes(heldFilesLimitBytes)} together.`, {
      suggestion: 'Look up fewer at a time.',
    });
  }
  return { fitting, notes };
}
