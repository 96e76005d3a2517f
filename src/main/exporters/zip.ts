import { Zip, ZipDeflate } from 'fflate';

/** A file inside an archive, in pieces. */
export interface ZipPart {
  /** With `/` between folders. */
  readonly name: string;
  readonly chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
}

/** Small pieces are joined up to this size before they are packed: a table row at a time would cost more than the packing. */
const batchBytes = 64 * 1024;
const level = 6;

/**
 * Packs parts one after the other while they are read, so that nothing holds an archive as a whole. The same parts give the
 * same bytes: no entry carries a time.
 */
export async function* packZip(parts: Iterable<ZipPart> | AsyncIterable<ZipPart>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    ready.push(chunk);
  });
  for await (const { name, chunks } of parts) {
    const entry = new ZipDeflate(name, { level });
    // The earliest time the format knows; local, as the format counts in local time.
    entry.mtime = new Date(1980, 0, 1);
    zip.add(entry);
    for await (const batch of joinSmall(chunks)) {
      entry.push(batch);
      yield* ready.splice(0);
    }
    entry.push(new Uint8Array(0), true);
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready.splice(0);
}

async function* joinSmall(chunks: ZipPart['chunks']): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
    waiting.push(bytes);
    sizeBytes += bytes.byteLength;
    if (sizeBytes < batchBytes) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    sizeBytes = 0;
  }
  if (sizeBytes > 0) yield Buffer.concat(waiting);
}
