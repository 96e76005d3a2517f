import { AppError } from '#shared/errors/app-error.ts';
import { heldFilesLimitBytes, importLimitBytes } from '#shared/model/limits.ts';
import type { DocumentFile } from './ports/documents.ts';

/** Files on their way from a window: bytes arrive in pieces, under a number. */
export interface Uploads {
  /** @throws AppError `input.tooLarge`. */
  open(file: { readonly name: string; readonly sizeBytes: number }): number;
  /** @throws AppError `state.notFound`, `input.tooLarge` beyond the size that was told. */
  append(id: number, bytes: Uint8Array): void;
  /** The finished file, which stays. @throws AppError as `take`. */
  read(id: number): DocumentFile;
  /** Takes the finished file out. @throws AppError `state.notFound`, `input.invalid` when a part is missing. */
  take(id: number): DocumentFile;
  /** Forgets a file; nothing when there is none. */
  drop(id: number): void;
}

interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  filled: number;
}

/** Keeps what has arrived in memory; the oldest makes room. */
export function createUploads(): Uploads {
  const open = new Map<number, Upload>();
  let lastId = 0;
  const find = (id: number): Upload => {
    const upload = open.get(id);
    if (upload === undefined) {
      throw new AppError('state.notFound', 'This file is no longer on its way.', { suggestion: 'Look it up again.' });
    }
    return upload;
  };
  const read = (id: number): DocumentFile => {
    const { name, bytes, filled } = find(id);
    if (filled < bytes.byteLength) throw new AppError('input.invalid', `${name}: a part of it did not arrive.`);
    return { name, bytes };
  };
  return {
    open({ name, sizeBytes }) {
      if (sizeBytes > importLimitBytes) {
        throw new AppError('input.tooLarge', `${name}: it is larger than ${importLimitBytes / 1024 / 1024} MiB.`, {
          suggestion: 'Save the part that matters as text, and look that up.',
        });
      }
      let held = sizeBytes;
      for (const { bytes } of open.values()) held += bytes.byteLength;
      for (const [id, { bytes }] of open) {
        if (held <= heldFilesLimitBytes) break;
        open.delete(id);
        held -= bytes.byteLength;
      }
      lastId += 1;
      open.set(lastId, { name, bytes: new Uint8Array(sizeBytes), filled: 0 });
      return lastId;
    },
    append(id, bytes) {
      const upload = find(id);
      if (upload.filled + bytes.byteLength > upload.bytes.byteLength) {
        open.delete(id);
        throw new AppError('input.tooLarge', `${upload.name}: more arrived than was announced.`);
      }
      upload.bytes.set(bytes, upload.filled);
      upload.filled += bytes.byteLength;
    },
    read,
    take(id) {
      try {
        return read(id);
      } finally {
        open.delete(id);
      }
    },
    drop: (id) => void open.delete(id),
  };
}
