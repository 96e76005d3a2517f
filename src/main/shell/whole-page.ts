import { AppError } from '#shared/errors/app-error.ts';

/** A browser wants a page as a whole; beyond this it would take gigabytes to set it. About 40,000 indicators. */
const pageCharacterLimit = 64 * 1024 * 1024;

/** Reads a page up to the size that a browser sets. @throws AppError `input.tooLarge`. */
export async function readWholePage(chunks: AsyncIterable<string>): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length <= pageCharacterLimit) continue;
    throw new AppError('input.tooLarge', 'The report is too long for a PDF.', {
      suggestion: 'Leave sections out (provenance is the longest), or write html or docx, which have no limit.',
    });
  }
  return parts.join('');
}
