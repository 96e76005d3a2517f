import type { AnyVendorStream, VendorStream } from '../vendor.ts';

/**
 * Hides the types of a stream's cursor and checkpoint, so that streams of all kinds fit one list. What comes back from
 * storage is parsed with the stream's own schemas before the stream sees it.
 */
export function defineStream<Cursor, Checkpoint>(stream: VendorStream<Cursor, Checkpoint>): AnyVendorStream {
  const { cursorSchema, checkpointSchema } = stream;
  return {
    id: stream.id,
    displayName: stream.displayName,
    optionsSchema: stream.optionsSchema,
    cursorSchema,
    checkpointSchema,
    memoryMs: stream.memoryMs,
    begin: (start) =>
      stream.begin({
        ...start,
        checkpoint: start.checkpoint === undefined ? undefined : checkpointSchema.parse(start.checkpoint),
      }),
    request: (cursor, options) => stream.request(cursorSchema.parse(cursor), options),
    read: (answer, cursor, options) => stream.read(answer, cursorSchema.parse(cursor), options),
    conclude: (result) => stream.conclude({ ...result, cursor: cursorSchema.parse(result.cursor) }),
    ...(stream.isWanted === undefined ? {} : { isWanted: stream.isWanted }),
    ...(stream.readRecord === undefined ? {} : { readRecord: stream.readRecord }),
  };
}
