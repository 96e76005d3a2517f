import { arrangeColumns, type ColumnWishes } from './column-wishes.ts';
import { type ColumnId, columnIds, describedColumns, type UsualColumnId, usualColumnIds } from './columns.ts';

/** Which columns are drawn, in the order of the screen, and how wide each is, px. */
export interface ColumnLayout {
  readonly columns: readonly ColumnId[];
  readonly widths: Readonly<Partial<Record<ColumnId, number>>>;
  /** Left out because there is no room. */
  readonly leftOut: readonly ColumnId[];
  /**
   * How many of the first columns stay in sight when the others are scrolled: the pinned ones, as far as they leave room
   * for these; none where everything has room.
   */
  readonly stuck: number;
}

/** Widths in px. `narrow` shows what matters (a date without its hour, a score without whose it is), `wide` everything. */
interface Room {
  readonly id: Exclude<UsualColumnId, 'value'>;
  readonly narrow: number;
  readonly wide: number;
  /** The column is worth its room while the value keeps this much. */
  readonly valueKeeps: number;
}

/** 26 characters and the cell's padding. */
const narrowestValue = 212;
/** The value, once it has this much, gives others the room to be wide. */
const easyValue = 280;

/** From the first to appear to the last, so that a wider window never loses a column. */
const byWorth: readonly Room[] = [
  { id: 'score', narrow: 92, wide: 148, valueKeeps: narrowestValue },
  { id: 'vendors', narrow: 114, wide: 114, valueKeeps: narrowestValue },
  { id: 'type', narrow: 70, wide: 82, valueKeeps: narrowestValue },
  { id: 'verdict', narrow: 88, wide: 96, valueKeeps: 220 },
  { id: 'lastSeen', narrow: 78, wide: 98, valueKeeps: 232 },
  { id: 'state', narrow: 84, wide: 92, valueKeeps: 240 },
  { id: 'tags', narrow: 110, wide: 190, valueKeeps: 260 },
  { id: 'cases', narrow: 88, wide: 116, valueKeeps: 268 },
  { id: 'firstSeen', narrow: 78, wide: 98, valueKeeps: 280 },
];

/** Of the width, what pinned columns may take. */
const stuckShare = 0.6;
/** Where a column has no width of its own, px. */
const furtherWidth = 140;

/** In which order columns get wide, the most useful first. */
const widening: readonly UsualColumnId[] = [
  'lastSeen',
  'firstSeen',
  'tags',
  'score',
  'type',
  'cases',
  'state',
  'verdict',
] as const;

interface Choice {
  readonly shown: readonly Room[];
  readonly leftOut: readonly ColumnId[];
  /** What the value has left, px. */
  readonly left: number;
}

/** Those that are not among the usual ones and are asked for, and their widths. */
function furtherColumns(wishes: ColumnWishes): Readonly<Partial<Record<ColumnId, number>>> {
  const ids = columnIds.filter((id) => wishes.shown[id] === true && !usualColumnIds.some((usual) => usual === id));
  return Object.fromEntries(ids.map((id) => [id, wishes.widths[id] ?? describedColumns[id].width ?? furtherWidth]));
}

function chooseColumns(roomPx: number, wishes: ColumnWishes): Choice {
  const widthOf = (room: Room): number => wishes.widths[room.id] ?? room.narrow;
  const wanted = byWorth.filter((room) => wishes.shown[room.id] === true);
  const further = furtherColumns(wishes);
  let left =
    roomPx -
    wanted.reduce((sum, room) => sum + widthOf(room), 0) -
    Object.values(further).reduce((sum, width) => sum + width, 0);
  const shown = [...wanted];
  const leftOut: ColumnId[] = [];
  for (const room of byWorth.filter(({ id }) => wishes.shown[id] === undefined)) {
    const rest = left - widthOf(room);
    if (leftOut.length > 0 || rest < (wishes.widths.value ?? room.valueKeeps)) leftOut.push(room.id);
    else {
      left = rest;
      shown.push(room);
    }
  }
  return { shown, leftOut, left };
}

/**
 * Fits the columns into a width: the least useful ones are left out first, the value gets what remains and never less
 * than 26 characters. What the analyst asked for or dragged is kept, and scrolls where there is no room for it.
 *
 * @param roomPx the width for all columns.
 */
export function layOutColumns(roomPx: number, wishes: ColumnWishes): ColumnLayout {
  const choice = chooseColumns(roomPx, wishes);
  let { left } = choice;
  const widths: Partial<Record<ColumnId, number>> = { ...furtherColumns(wishes) };
  for (const room of choice.shown) widths[room.id] = wishes.widths[room.id] ?? room.narrow;
  for (const id of widening) {
    const room = choice.shown.find((one) => one.id === id);
    if (room === undefined || wishes.widths[id] !== undefined) continue;
    if (left - (room.wide - room.narrow) < (wishes.widths.value ?? easyValue)) continue;
    left -= room.wide - room.narrow;
    widths[id] = room.wide;
  }
  widths.value = wishes.widths.value ?? Math.max(narrowestValue, left);
  const columns = arrangeColumns(
    columnIds.filter((id) => widths[id] !== undefined),
    wishes,
  );
  return { columns, widths, leftOut: choice.leftOut, stuck: countStuck(roomPx, columns, { widths, wishes }) };
}

function countStuck(
  roomPx: number,
  columns: readonly ColumnId[],
  { widths, wishes }: Pick<ColumnLayout, 'widths'> & { readonly wishes: ColumnWishes },
): number {
  if (columns.reduce((sum, id) => sum + (widths[id] ?? 0), 0) <= roomPx) return 0;
  let taken = 0;
  let stuck = 0;
  for (const id of columns) {
    taken += widths[id] ?? 0;
    if (!wishes.pinned.includes(id) || taken > roomPx * stuckShare) break;
    stuck += 1;
  }
  return stuck;
}
