import type { Client } from '#shared/contract/client.ts';

/** A file as the window has it: dropped, chosen, pasted or typed. */
export interface WindowFile {
  readonly name: string;
  readonly content: Blob;
}

/** Text as a file. */
export const textFile = (name: string, text: string): WindowFile => ({ name, content: new Blob([text]) });

/** Bytes per message; a multiple of three, so that the pieces' base64 carries no padding. */
const pieceBytes = 384 * 1_024;

/** Base64 of a piece; the browser's own reader does it without a string of bytes in between. */
function readBase64(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read.'));
    reader.readAsDataURL(piece);
  });
}

/** Who waits for files to arrive in main. */
export interface SendWatch {
  readonly signal: AbortSignal;
  onProgress(sentBytes: number): void;
}

/**
 * Sends the bytes of a file to main, piece by piece.
 *
 * @returns the number under which main keeps it; undefined when the signal ended it.
 * @throws AppError `input.tooLarge`, or whatever kept the browser from reading the file.
 */
export async function sendFile(client: Client, file: WindowFile, watch: SendWatch): Promise<number | undefined> {
  const { size } = file.content;
  const { id } = await client.call('files.open', { name: file.name.slice(0, 255), sizeBytes: size });
  for (let start = 0; start < size; start += pieceBytes) {
    if (watch.signal.aborted) {
      await client.call('files.drop', { id });
      return undefined;
    }
    watch.onProgress(start);
    const base64 = await readBase64(file.content.slice(start, start + pieceBytes));
    await client.call('files.append', { id, base64 });
  }
  return watch.signal.aborted ? undefined : id;
}
