/** What the machine can do at best: the least work that any way of answering would have to do. */
import { indicatorAt } from './generate.ts';
import { goalAt, otherGoals } from './goals.ts';
import { timeEach } from './measure-engine.ts';

/** Milliseconds. */
export interface RawLimit {
  /** A look into a hash table of all values. */
  readonly lookup: number;
  /** One native search for an absent text through the bytes of all values. */
  readonly scan: number;
  /** One byte per indicator, read and counted. */
  readonly pass: number;
  /** As much memory as the engine may take, handed out by the system and touched for the first time. */
  readonly memory: number;
}

const pageBytes = 4_096;

export function measureRawLimit(size: number): RawLimit {
  const table = new Map<string, number>();
  const parts: string[] = [];
  const column = new Uint8Array(size);
  for (let i = 0; i < size; i += 1) {
    const { value, score } = indicatorAt(i);
    table.set(value, i);
    parts.push(value);
    column[i] = score ?? 255;
  }
  const names = parts.filter((_, i) => i % Math.ceil(size / 1_000) === 0);
  const bytes = Buffer.from(parts.join('\n'));
  const counts = new Uint32Array(256);
  const tenTimes = Array.from({ length: 10 });
  return {
    lookup: timeEach(names, (name) => table.get(name)).p50,
    scan: timeEach(tenTimes, () => bytes.indexOf('\u0000absent')).p50,
    pass: timeEach(tenTimes, () => {
      for (let i = 0; i < column.length; i += 1) {
        const value = column[i] ?? 0;
        counts[value] = (counts[value] ?? 0) + 1;
      }
    }).p50,
    memory: timeEach(tenTimes.slice(0, 3), () => {
      const fresh = new Uint8Array(size * goalAt(otherGoals.memory, '1m'));
      for (let at = 0; at < fresh.length; at += pageBytes) fresh[at] = 1;
    }).p50,
  };
}
