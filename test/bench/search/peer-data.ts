import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { typeCodes } from '#main/db/codes.ts';
import { indicatorAt } from './generate.ts';
import type { Duck, Peers } from './peers.ts';

/** The same indicators for the peers. */
export interface PeerData {
  /** One value a line. */
  readonly values: string;
  readonly duck: Duck;
}

/** A number for an IPv4 address, so that a peer finds a network by a range of whole numbers. */
export function numberOfAddress(value: string): number {
  return value.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Writes the files of the peers beside the cache, once. */
export async function openPeerData(peers: Peers, cache: string, size: number): Promise<PeerData> {
  const values = join(cache, 'values.txt');
  const file = join(cache, 'peers.duckdb');
  if (existsSync(file)) return { values, duck: await peers.openDuck(file) };
  const table = join(cache, 'table.csv');
  writeTables({ values, table }, size);
  const duck = await peers.openDuck(file);
  await duck.ask(`CREATE TABLE word AS SELECT id, unnest(string_split(words, ' ')) AS name FROM read_csv('${table}')
    WHERE words IS NOT NULL`);
  await duck.ask(`CREATE TABLE indicator AS SELECT * EXCLUDE (words) FROM read_csv('${table}')`);
  await duck.ask('CHECKPOINT');
  rmSync(table);
  return { values, duck };
}

/** No value of the generator has a comma, a quote or a line break. */
function writeTables(files: { readonly values: string; readonly table: string }, size: number): void {
  const values = openSync(files.values, 'w');
  const table = openSync(files.table, 'w');
  writeSync(table, 'id,type,value,address,score,last_seen,expires,vendors,words\n');
  const lines: string[] = [];
  const names: string[] = [];
  const flush = (): void => {
    writeSync(table, lines.splice(0).join(''));
    writeSync(values, names.splice(0).join(''));
  };
  for (let i = 0; i < size; i += 1) {
    const { type, value, score, lastSeenMs, expiresAtMs, vendors, words } = indicatorAt(i);
    const address = type === 'ipv4' ? numberOfAddress(value) : '';
    const mask = vendors.reduce((bits, vendor) => bits | (1 << vendor), 0);
    const own = words.map(([field, number]) => `${field}-${number}`).join(' ');
    lines.push(
      `${i + 1},${typeCodes.toCode[type]},${value},${address},${score ?? ''},${lastSeenMs},${expiresAtMs ?? ''},${mask},${own}\n`,
    );
    names.push(`${value}\n`);
    if (lines.length === 5_000) flush();
  }
  flush();
  closeSync(values);
  closeSync(table);
}
