import { unzipSync } from 'fflate';
import { type Attachment, DocumentFault } from './document.ts';
import { limits } from './limits.ts';

/** What may still be unpacked from one file and the archives inside it. */
export class UnpackBudget {
  #entries: number = limits.archiveEntries;
  #bytes: number = limits.unpackedBytes;

  /** @throws DocumentFault `tooLarge`. */
  spend(bytes: number): void {
    this.#entries -= 1;
    this.#bytes -= bytes;
    if (this.#entries < 0)
      throw new DocumentFault('tooLarge', `The archive holds more than ${limits.archiveEntries} files.`);
    if (this.#bytes < 0) {
      throw new DocumentFault(
        'tooLarge',
        `Unpacked, the archive is larger than ${limits.unpackedBytes / 1024 / 1024} MiB.`,
      );
    }
  }
}

/**
 * The files of an archive. Their names lead nowhere: nothing is written. Sizes are checked before unpacking; what is larger than
 * it says is an error, since each is unpacked into memory of the size it claims.
 *
 * @throws DocumentFault
 */
export function unzip(bytes: Uint8Array, budget: UnpackBudget): readonly Attachment[] {
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        budget.spend(originalSize);
        return !name.endsWith('/');
      },
    });
    return Object.entries(files).map(([name, content]) => ({ name, bytes: content }));
  } catch (cause) {
    if (cause instanceof DocumentFault) throw cause;
    throw new DocumentFault('unreadable', 'The archive is damaged or encrypted.', { cause });
  }
}
