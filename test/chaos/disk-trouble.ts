import { join } from 'node:path';
import { failingDiskEnvironment, healDisk } from '../support/failing-disk.ts';
import type { Experiment, Outcome, Random } from './experiment.ts';
import { judge } from './judge.ts';
import { onCopies, prepare, runAndKill } from './scene.ts';
import { compareWork } from './work.ts';

/** A disk that fails for a while and is well again, under a running program. */
interface Trouble {
  readonly what: 'writes' | 'reads' | 'room' | 'eio-writes' | 'eio-syncs' | 'eio-reads';
  readonly name: string;
  readonly harm: string;
  /** All that may be said of it. */
  readonly sentence: string;
}

function troubledDisk({ what, name, harm, sentence }: Trouble): Experiment {
  return {
    name,
    harm,
    counts: 'every trial',
    run: (wanted, random) =>
      onCopies(wanted, {
        setUp: async (prepared) => {
          await prepare(prepared);
          return what.startsWith('eio-') ? failingDiskEnvironment(join(prepared, '..', 'disk')) : {};
        },
        attempt: (place, env) => attempt(place, { what, sentence, random, env }),
      }),
  };
}

async function attempt(
  place: string,
  {
    what,
    sentence,
    random,
    env,
  }: Pick<Trouble, 'what' | 'sentence'> & {
    readonly random: Random;
    readonly env: Readonly<Record<string, string>>;
  },
): Promise<Partial<Outcome>> {
  const seed = String(Math.floor(random() * 1_000_000));
  const { lines } = await runAndKill('trouble-child.ts', [place, what, seed], null, env);
  const refusals = lines.filter((line) => line.startsWith('refused'));
  const isSaid = lines.includes('done') && !lines.includes('wrong') && refusals.every((line) => line === sentence);
  const found = await judge(place, refusals.length > 0, () => isSaid);
  // What was refused is not there, in no part.
  const { lost, different } = compareWork(place, lines, 0);
  return { ...found, lost, different: Math.max(different, found.different ?? 0) };
}

/** Gone right after something was refused: what was is not there, though its pages were written. */
const endedAtRefusal: Experiment = {
  name: 'killed after an error of fsync',
  harm: 'SIGKILL right after one of the first refusals of a disk that reports EIO of fsync: what was refused is not there, nothing is called spoilt',
  counts: 'every trial',
  run: (wanted, random) =>
    onCopies(wanted, {
      setUp: async (prepared) => {
        await prepare(prepared);
        return failingDiskEnvironment(join(prepared, '..', 'disk'));
      },
      attempt: async (place, env) => {
        const seed = String(Math.floor(random() * 1_000_000));
        const { lines, wasRunning } = await runAndKill('trouble-child.ts', [place, 'eio-end', seed], null, env);
        healDisk('sync', env);
        const found = await judge(place, wasRunning, () => lines.some((line) => line.startsWith('refused')));
        const { lost, different } = compareWork(place, lines, 0);
        return { ...found, lost, different: Math.max(different, found.different ?? 0) };
      },
    }),
};

/** All but that of the room need Linux: its limits of a running process, its list of open files, and preloaded code. */
export const troubledDisks: readonly Experiment[] = [
  troubledDisk({
    what: 'writes',
    name: 'disk refuses writes',
    harm: 'EFBIG in the middle of commits (SQLITE_IOERR_WRITE) for a while: refused as `storage.full`, nothing half stored, and on it goes',
    sentence: 'refused storage.full: The disk is full, or it reports an error: nothing could be written.',
  }),
  troubledDisk({
    what: 'reads',
    name: 'disk refuses reads',
    harm: 'EBADF of every read (SQLITE_IOERR_READ) for a while: each answer is right or `storage.corrupt`, and right once the disk is well',
    sentence: 'refused storage.corrupt: The database file is damaged.',
  }),
  troubledDisk({
    what: 'eio-writes',
    name: 'disk reports errors of writes',
    harm: 'EIO from some write of a commit or of the log’s copy on (SQLITE_IOERR_WRITE): refused as `storage.full`, nothing half stored, and on it goes',
    sentence: 'refused storage.full: The disk is full, or it reports an error: nothing could be written.',
  }),
  troubledDisk({
    what: 'eio-syncs',
    name: 'disk reports errors of fsync',
    harm: 'EIO from some fsync on (SQLITE_IOERR_FSYNC): refused as `storage.full`, nothing of it there, and on it goes',
    sentence: 'refused storage.full: The disk is full, or it reports an error: nothing could be written.',
  }),
  troubledDisk({
    what: 'eio-reads',
    name: 'disk reports errors of reads',
    harm: 'EIO of every read (SQLITE_IOERR_CORRUPTFS) for a while: each answer is right or `storage.corrupt`, and right once the disk is well',
    sentence: 'refused storage.corrupt: The database file is damaged.',
  }),
  troubledDisk({
    what: 'room',
    name: 'full disk',
    harm: 'No room for a page more (SQLITE_FULL) for a while: refused as `storage.full`, nothing half stored, and on it goes',
    sentence: 'refused storage.full: The disk is full: nothing more can be stored.',
  }),
  endedAtRefusal,
];
