import type { FileChunks } from '#main/ports/ports.ts';

/** A file as one text, for tests that look at all of it. */
export async function joinChunks(chunks: FileChunks): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts).toString('utf8');
}
