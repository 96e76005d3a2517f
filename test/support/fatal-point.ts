/** What a process of ours can be made to die at; see die-at-point.ts. */
export type FatalCall =
  /** Of a transaction that writes; with a table: of one that changed its last rows. */
  | 'commit'
  /** Of a whole database, by SQLite. */
  | 'copyDatabase'
  /** `quick_check` of a copy. */
  | 'checkDatabase'
  | 'createFile'
  | 'writeFile'
  /** Of a file or of a folder's names. */
  | 'fsync'
  | 'rename'
  | 'link'
  | 'copyFile'
  | 'remove';

/** The n-th such call of one thread, counted from 1. */
export interface FatalPoint {
  readonly moment: 'before' | 'after';
  readonly call: FatalCall;
  readonly table: string | null;
  readonly nth: number;
}

/** `before commit of triage_entry`, `after fsync 2`. A call that is none is never made: the trial says that its point did not come. */
export function fatalPoint(text: string): FatalPoint {
  const found = /^(before|after) ([a-zA-Z]+)(?: of (\w+))?(?: (\d+))?$/.exec(text);
  if (found === null) throw new Error(`"${text}" names no point.`);
  const [, moment, call, table = null, nth = '1'] = found;
  return { moment: moment as FatalPoint['moment'], call: call as FatalCall, table, nth: Number(nth) };
}

const preload = new URL('./die-at-point.ts', import.meta.url);

/** Arguments of Node that make a process die at a point, of whichever thread or of its main thread only. */
export function mortalArguments(
  { moment, call, table, nth }: FatalPoint,
  threads: 'all' | 'main' = 'all',
): readonly string[] {
  const module = new URL(preload);
  module.search = new URLSearchParams({ moment, call, table: table ?? '', nth: String(nth), threads }).toString();
  return ['--import', module.href];
}
