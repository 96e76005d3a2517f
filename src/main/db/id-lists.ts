/** Sets of ids inside a column: ids between blanks (` 3 12 57 `), so that one `instr(column, ' 12 ')` tests membership. */

/** Ids in the order given. */
export function encodeIds(ids: Iterable<number>): string {
  let text = ' ';
  for (const id of ids) text += `${id} `;
  return text;
}

/** Ids in rising order, each once. */
export function encodeIdSet(ids: Iterable<number>): string {
  const sorted = sortIds([...ids]);
  let text = ' ';
  let last: number | undefined;
  for (const id of sorted) {
    if (id !== last) text += `${id} `;
    last = id;
  }
  return text;
}

/** So many are put in order by moving each to its place: nothing is called for each comparison. */
const fewIds = 32;

function sortIds(ids: number[]): number[] {
  if (ids.length > fewIds) return ids.sort((left, right) => left - right);
  for (let at = 1; at < ids.length; at += 1) {
    const id = ids[at] ?? 0;
    let to = at;
    for (let before = ids[to - 1]; before !== undefined && before > id; before = ids[to - 1]) {
      ids[to] = before;
      to -= 1;
    }
    ids[to] = id;
  }
  return ids;
}

/** The ids of a column; null is the empty set. Letters that follow an id (`3m`) are ignored. */
export function decodeIds(text: string | null): number[] {
  const ids: number[] = [];
  addIds(text, ids);
  return ids;
}

/** The same, added to others. */
export function addIds(text: string | null, ids: number[]): void {
  if (text === null) return;
  let id = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) id = id * 10 + digit;
    else if (digit === blank) {
      if (id !== 0) ids.push(id);
      id = 0;
    }
  }
  if (id !== 0) ids.push(id);
}

const blank = ' '.charCodeAt(0) - 48;
