import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Ids of all processes below a process. Linux. */
export function listDescendants(processId: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const parent = /^\d+$/.test(entry) ? readParent(Number(entry)) : undefined;
    if (parent !== undefined) parents.set(Number(entry), parent);
  }
  const found: number[] = [];
  const waiting = [processId];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const children = [...parents].filter(([, parent]) => parent === next).map(([child]) => child);
    found.push(...children);
    waiting.push(...children);
  }
  return found;
}

function readParent(processId: number): number | undefined {
  try {
    // The name in parentheses may contain anything, blanks and parentheses too.
    const afterName = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ').at(-1) ?? '';
    return Number(afterName.split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** TCP ports on which one of the processes listens, as `pid:port`. Linux. */
export function findListeningPorts(processIds: readonly number[]): readonly string[] {
  const listening = new Map([...readListening('/proc/net/tcp'), ...readListening('/proc/net/tcp6')]);
  return processIds.flatMap((processId) =>
    listSockets(processId).flatMap((inode) => {
      const port = listening.get(inode);
      return port === undefined ? [] : [`${processId}:${port}`];
    }),
  );
}

/** Socket number to port of every listening socket. */
function readListening(table: string): readonly (readonly [inode: string, port: number])[] {
  const lines = readFileSync(table, 'utf8').trim().split('\n').slice(1);
  return lines.flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    const port = Number.parseInt(columns[1]?.split(':').at(-1) ?? '', 16);
    // 0A is LISTEN.
    return columns[3] === '0A' ? [[columns[9] ?? '', port] as const] : [];
  });
}

function listSockets(processId: number): readonly string[] {
  const folder = `/proc/${processId}/fd`;
  try {
    return readdirSync(folder).flatMap((name) => {
      const target = readLink(`${folder}/${name}`);
      return /^socket:\[(\d+)\]$/.exec(target)?.slice(1, 2) ?? [];
    });
  } catch {
    // The process ended meanwhile.
    return [];
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** Most memory that a process has had resident so far, bytes (`VmHWM`); undefined once it has ended. Linux. */
export function readPeakBytes(processId: number): number | undefined {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1_024;
  } catch {
    return undefined;
  }
}

/**
 * Memory that a process takes now, bytes: its own, and its part of what it shares (`Pss`), such as the program's file, which each
 * process of a browser maps. Undefined once it has ended. Linux.
 */
export function readShareBytes(processId: number): number | undefined {
  try {
    const kibibytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/smaps_rollup`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1_024;
  } catch {
    return undefined;
  }
}

/** What a process of Chromium is: `browser`, `renderer`, `gpu-process`, `zygote`, `utility`. Linux. */
export function readChromiumKind(processId: number): string {
  try {
    const command = readFileSync(`/proc/${processId}/cmdline`, 'utf8');
    return /--type=([a-z-]+)/.exec(command)?.[1] ?? 'browser';
  } catch {
    return 'ended';
  }
}
