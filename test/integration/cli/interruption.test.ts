/** Two commands at once, Ctrl-C, readers that leave: promptly, without loss, and honest in the history. */
import { cpSync, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AllEmulators, startAllEmulators } from '../../emulators/start-all.ts';
import { type Cli, createCli, type JsonObject, parseLines, type RunningCli, secretsOf } from '../../support/cli.ts';
import { holdingsOf, vendorIds } from '../app/four-vendors.ts';
import { succeed } from './cache.ts';

const nowMs = Date.now();
let emulators: AllEmulators;
/** Everything of an undisturbed sync, without what depends on the moment. */
let undisturbed: readonly JsonObject[];
/** Connected and not yet synced; each test works on a copy. */
let template: Cli;
let cli: Cli;

beforeAll(async () => {
  emulators = await startAllEmulators({ size: 300, seed: 21, now: nowMs });
  template = createCli();
  await connectAll(template);
  const other = copyOf(template);
  try {
    await succeed(other.run(['sync', '--secrets-stdin'], { stdin: secretsOf(emulators) }));
    undisturbed = await readAll(other);
  } finally {
    await other.remove();
  }
});

afterAll(async () => {
  await template.remove();
  await emulators.stop();
});

beforeEach(() => {
  cli = copyOf(template);
});

afterEach(async () => {
  releaseAll();
  await cli.remove();
});

function copyOf({ folder }: Cli): Cli {
  const copy = createCli();
  cpSync(folder, copy.folder, { recursive: true });
  return copy;
}

/** Small pages, so that there is a middle. */
async function connectAll(to: Cli): Promise<void> {
  for (const vendor of vendorIds) {
    const limit = vendor === 'virustotal' ? '10' : '20';
    const options = vendor === 'threatgrid' ? [] : ['--option', `limit=${limit}`];
    const place = ['--name', vendor, '--base-url', emulators[vendor].url, '--without-secret', ...options];
    await succeed(to.run(['connect', vendor, ...place]));
  }
}

function readAll(from: Cli): Promise<readonly JsonObject[]> {
  return from.json(['search', 'sort:value', '--limit', 'all']);
}

const gates = new Set<() => void>();

/** Each vendor answers a few requests and then waits until `release`: there is a middle, however fast the machine. */
function holdBack(): { release(): void } {
  const { promise: opened, resolve } = Promise.withResolvers<void>();
  const stops = vendorIds.map((vendor) => {
    let count = 0;
    const isLate = (): boolean => {
      count += 1;
      return count > 3;
    };
    return emulators[vendor].faults.add({
      when: { matches: isLate },
      fault: {
        kind: 'custom',
        async run({ answer }) {
          await opened;
          return answer();
        },
      },
    });
  });
  const release = (): void => {
    for (const stop of stops) stop();
    resolve();
    gates.delete(release);
  };
  gates.add(release);
  return { release };
}

function releaseAll(): void {
  for (const release of [...gates]) release();
}

/** A sync that has stored something and is not done. */
async function startSync(...more: readonly string[]): Promise<RunningCli> {
  const running = cli.start(['sync', '--json', '--secrets-stdin', ...more], { stdin: secretsOf(emulators) });
  await running.until('stdout', (text) => /"event":"progress".*"received":[1-9]/.test(text));
  return running;
}

async function expectSameAsUndisturbed(): Promise<void> {
  releaseAll();
  await succeed(cli.run(['sync', '--secrets-stdin'], { stdin: secretsOf(emulators) }));
  const found = await readAll(cli);
  expect(found).toEqual(undisturbed);
  const total = [...holdingsOf(emulators).values()].reduce((sum, count) => sum + count, 0);
  expect(found.reduce((sum, { observations }) => sum + Number(observations), 0)).toBe(total);
}

describe('a sync that is interrupted', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s ends cancelled, and the next one completes',
    async (signal) => {
      holdBack();
      const running = await startSync();
      running.process.kill(signal);
      const { status, signal: killedBy, stdout } = await running.ended;
      expect({ status, killedBy }).toEqual({ status: 4, killedBy: null });
      const ended = parseLines(stdout).filter(({ event }) => event === 'finished');
      expect(ended).toHaveLength(10);
      const words = new Set(ended.map(({ status: word }) => word));
      expect(words).toContain('cancelled');
      expect([...words].filter((word) => word !== 'cancelled' && word !== 'complete')).toEqual([]);
      const runs = await cli.json(['runs']);
      expect(runs.map(({ status: word }) => word)).toContain('cancelled');
      expect(runs.filter(({ status: word }) => word === 'running')).toEqual([]);
      await expectSameAsUndisturbed();
    },
  );

  it('twice ends at once, and loses nothing all the same', async () => {
    holdBack();
    const running = await startSync();
    running.process.kill('SIGINT');
    running.process.kill('SIGINT');
    const { status, signal } = await running.ended;
    // Whichever came first: the clean end or the second signal.
    expect([4, null]).toContain(status);
    expect([null, 'SIGINT']).toContain(signal);
    await expectSameAsUndisturbed();
  });

  it('by a kill goes on where it was, and the run that was cut off says so', async () => {
    holdBack();
    const running = await startSync();
    running.process.kill('SIGKILL');
    expect((await running.ended).signal).toBe('SIGKILL');
    const expectExplained = async (): Promise<void> => {
      const runs = await cli.json(['runs']);
      expect(runs.filter(({ status }) => status === 'running' || status === 'cancelled')).toEqual([]);
      const message = 'Interrupted: Sightline ended before it finished; the next sync goes on from there.';
      expect(runs).toContainEqual(
        expect.objectContaining({
          status: 'incomplete',
          error: { code: 'sync.interrupted', message, reference: expect.stringMatching(/^run-\d+$/) },
        }),
      );
    };
    await expectExplained();
    expect((await succeed(cli.run(['runs']))).stdout).toContain('Interrupted: Sightline ended');
    await expectSameAsUndisturbed();
    await expectExplained();
  });

  it('tells people that it was cancelled', async () => {
    holdBack();
    const running = cli.start(['sync', '--connection', 'datadog', '--secrets-stdin'], {
      stdin: { datadog: emulators.datadog.secrets },
    });
    const before = emulators.datadog.requests.length;
    while (emulators.datadog.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 20));
    running.process.kill('SIGINT');
    const { status, stderr } = await running.ended;
    expect(status).toBe(4);
    expect(stderr).toMatch(/^datadog\/indicators +cancelled +.*\n1 stream cancelled\.\n$/m);
  });
});

describe('a restoration that is interrupted', () => {
  // While the copy is made it is stopped, once the old database was put aside it is finished: either way what is told is so.
  it.each([/^\.sightline-/, /^replaced-/])(
    'says truly whether anything was changed, from the moment of %s',
    async (sign) => {
      const backup = join(cli.scratch, 'old.backup');
      await succeed(cli.run(['backup', backup]));
      await succeed(cli.run(['case', 'create', '--title', 'Later']));
      const watcher = watch(cli.folder);
      const running = cli.start(['restore', backup]);
      let isTold = false;
      watcher.on('change', (_kind, name) => {
        // Once: a second one ends the process on the spot.
        if (!isTold && sign.test(String(name))) isTold = running.process.kill('SIGINT');
      });
      const { status, stdout, stderr } = await running.ended;
      watcher.close();
      const isThere = (await cli.json(['case', 'list'])).length === 0;
      const kept = readdirSync(cli.folder).filter((name) => name.startsWith('replaced-'));
      if (isThere) {
        expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining(`is in ${kept[0]}. `) });
      } else {
        expect({ status, stdout, kept }).toEqual({ status: 1, stdout: '', kept: [] });
        expect(stderr).toMatch(/^sightline: Interrupted: nothing was changed\.\n/);
      }
    },
  );
});

describe('two commands at once', () => {
  it('one sync of a connection; the other says so and leaves it alone', async () => {
    const slow = holdBack();
    const first = await startSync('--connection', 'datadog');
    const second = await cli.run(['sync', '--connection', 'datadog', '--secrets-stdin', '--json'], {
      stdin: { datadog: emulators.datadog.secrets },
    });
    expect(second.status).toBe(1);
    expect(parseLines(second.stdout)).toMatchObject([
      { event: 'finished', connection: 'datadog', status: 'failed', error: { code: 'state.conflict' } },
    ]);
    slow.release();
    expect((await first.ended).status).toBe(0);
    await expectSameAsUndisturbed();
  });

  it('syncs of different connections run side by side', async () => {
    const slow = holdBack();
    const first = await startSync('--connection', 'datadog');
    const second = cli.start(['sync', '--connection', 'crowdstrike', '--secrets-stdin'], {
      stdin: { crowdstrike: emulators.crowdstrike.secrets },
    });
    slow.release();
    expect((await second.ended).status).toBe(0);
    expect((await first.ended).status).toBe(0);
    await expectSameAsUndisturbed();
  });

  it('search, triage and cases work while a sync runs', async () => {
    await succeed(cli.run(['sync', '--connection', 'virustotal', '--secrets-stdin'], { stdin: secretsOf(emulators) }));
    const slow = holdBack();
    const running = await startSync('--connection', 'crowdstrike');
    const [found] = await cli.json(['search', 'vendor:virustotal', '--limit', '1']);
    const value = String(found?.['value']);
    expect(await cli.json(['triage', value, '--verdict', 'malicious'])).toEqual([{ changed: 1 }]);
    await succeed(cli.run(['case', 'create', '--title', 'Meanwhile']));
    expect(await cli.json(['case', 'add', 'CASE-0001', value])).toEqual([{ added: 1, alreadyThere: 0 }]);
    const [connection] = (await cli.json(['connections'])).filter(({ name }) => name === 'crowdstrike');
    expect(connection).toMatchObject({ state: 'syncing' });
    expect(running.process.exitCode).toBeNull();
    slow.release();
    expect((await running.ended).status).toBe(0);
    const [shown] = await cli.json(['show', value]);
    expect(shown).toMatchObject({ verdict: 'malicious', cases: ['CASE-0001'] });
  });

  it('a connection that is being synced is not disconnected under its feet', async () => {
    const slow = holdBack();
    const running = await startSync('--connection', 'datadog');
    const { status, stderr } = await cli.run(['disconnect', 'datadog']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^sightline: .*sync/);
    slow.release();
    expect((await running.ended).status).toBe(0);
    expect((await cli.json(['connections'])).map(({ name }) => name)).toContain('datadog');
  });

  it('both start on a new data folder', async () => {
    const fresh = createCli();
    try {
      const results = await Promise.all(
        ['a', 'b', 'c'].map((title) => fresh.run(['case', 'create', '--title', title])),
      );
      expect(results.map(({ status }) => status)).toEqual([0, 0, 0]);
      const numbers = results.map(({ stdout }) => stdout.trim()).toSorted();
      expect(numbers).toEqual(['CASE-0001', 'CASE-0002', 'CASE-0003']);
    } finally {
      await fresh.remove();
    }
  });
});

describe('a reader that leaves', () => {
  const intoHead = (): readonly string[] => ['sh', '-c', '{ "$@"; echo "status $?" >&2; } | head -n 1', 'sh'];

  it('ends a search quietly', async () => {
    await succeed(cli.run(['sync', '--secrets-stdin'], { stdin: secretsOf(emulators) }));
    for (const args of [
      ['search', '', '--limit', 'all', '--json'],
      ['export', 'type:domain', '--format', 'json', '--raw', '--out', '-'],
    ]) {
      const { stdout, stderr } = await cli.run(args, { launcher: intoHead() });
      expect(stdout.trimEnd().split('\n')).toHaveLength(1);
      expect(stderr.replace(/^\d+ indicators to .*\n/, '')).toBe('status 0\n');
    }
  });

  it('ends a sync, which says in its history that it was cancelled', async () => {
    holdBack();
    const { stdout, stderr } = await cli.run(['sync', '--json', '--secrets-stdin'], {
      launcher: intoHead(),
      stdin: secretsOf(emulators),
    });
    expect(parseLines(stdout)).toHaveLength(1);
    expect(stderr).toMatch(/^status 4$/m);
    expect((await cli.json(['runs'])).map(({ status }) => status)).toContain('cancelled');
    await expectSameAsUndisturbed();
  });
});
