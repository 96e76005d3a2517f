import type { SearchEngine } from '#main/search/engine.ts';
import type { EngineRow } from '#main/search/segment.ts';
import { buildSegment } from '#main/search/stage.ts';
import type { ReadConnection } from '../connection.ts';
import { readAllRows } from './row-source.ts';

/** Rows that are put in order at a time; fewer, larger pieces for a large cache, since each is a segment until the end. */
const smallestPiece = 20_000;
const mostPieces = 20;

/** Fills an empty engine with everything that the database holds. Inside one read transaction. */
export function fillEngine(db: ReadConnection, engine: SearchEngine): void {
  const size = db.value<number | null>('SELECT max(id) FROM indicator') ?? 0;
  const pieceSize = Math.max(smallestPiece, Math.ceil(size / mostPieces));
  let piece: EngineRow[] = [];
  for (const row of readAllRows(db)) {
    piece.push(row);
    if (piece.length < pieceSize) continue;
    engine.adopt(buildSegment(piece));
    piece = [];
  }
  engine.adopt(buildSegment(piece));
  engine.mergeAll();
}
