import { describe, expect, it } from 'vitest';
import type { ForgetWatch } from '#main/services/retention.ts';
import { interruption } from '#main/shell/cli/context.ts';
import { runCommandLine } from '#main/shell/cli/run.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { createCliDouble } from '../../support/cli-double.ts';

const secret = 'canary-91aa07';

async function run(...argv: readonly string[]) {
  const context = createCliDouble();
  const status = await runCommandLine(context, argv, '1.2.3');
  return { status, out: context.out(), err: context.err() };
}

describe('the command line by itself', () => {
  it('tells its version and its commands on stdout without starting anything', async () => {
    expect(await run('--version')).toEqual({ status: 0, out: '1.2.3\n', err: '' });
    const { status, out, err } = await run('--help');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    for (const command of 'connect connections disconnect sync search show triage case export runs doctor'.split(' ')) {
      expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
    expect(out).toContain('Exit status: 0 done; 1 failed; 2 usage or bad query; 3 credentials or keychain; 4 finished');
  });

  it.each([
    ['case', 'create list show update close add remove note task'],
    ['connect', '--name --site --base-url --option --secrets-stdin --without-secret --test --json'],
    ['sync', '--connection --stream --full --secrets-stdin --json'],
    ['search', '--limit --count --facets --histogram --format --json'],
    ['export', '--format --out --tlp --no-defang --raw --yes'],
  ])('explains %s', async (command, words) => {
    const { status, out } = await run(command, '--help');
    expect(status).toBe(0);
    for (const word of words.split(' ')) expect(out).toContain(word);
  });

  it.each([
    [
      'no such command',
      ['serach', 'x'],
      /^sightline: unknown command 'serach'\n {2}\(Did you mean search\?\)\n {2}What it takes: sightline --help\n/,
    ],
    ['no such option', ['runs', '--conection', 'x'], /^sightline: unknown option '--conection'\n {2}\(Did you mean/],
    [
      'an argument that is missing',
      ['show'],
      /^sightline: missing required argument 'value'\n {2}What it takes: sightline show --help\n/,
    ],
    [
      'an option that is missing',
      ['connect', 'datadog'],
      /^sightline: required option '--name <name>' not specified\n {2}What it takes: sightline connect --help\n/,
    ],
    ['a value that is missing', ['runs', '--limit'], /^sightline: option '--limit <number>' argument missing\n/],
    [
      'a word that is none',
      ['triage', 'x', '--state', 'done'],
      /'done' is invalid\. Allowed choices are new, in_review/,
    ],
    ['a secret without a place', ['connect', 'datadog', '--name', 'x', '--without-secret', '--test'], /cannot be used/],
    ['two kinds of answer', ['search', 'x', '--count', '--facets'], /'--count' cannot be used with option '--facets'/],
    ['two others', ['search', 'x', '--histogram', '--facets'], /'--facets' cannot be used with option '--histogram/],
    [
      'too many words',
      ['search', 'type:domain', 'score:>80'],
      /^sightline: too many arguments.*\n {2}Put a query in quotes/,
    ],
    [
      'a command looked for in a group',
      ['case', 'export', 'CASE-0001', '--format', 'html'],
      /^sightline: unknown command 'export'\n {2}It stands on its own: sightline export --help\n {2}\(input\.invalid\)\n$/,
    ],
    [
      'a command that is none',
      ['case', 'exprt'],
      /^sightline: unknown command 'exprt'\n {2}What it takes: sightline case --help\n/,
    ],
    [
      'an option that a command of a group must have',
      ['case', 'close', 'CASE-0001', '--summary', 'x'],
      /^sightline: required option '--verdict <verdict>' not specified\n {2}What it takes: sightline case close --help\n/,
    ],
    [
      'an option that no command of a group has',
      ['outbox', 'send', '--al'],
      /^sightline: unknown option '--al'\n {2}\(Did you mean --all\?\)\n {2}What it takes: sightline outbox send --help\n/,
    ],
    [
      'an argument that a command of a group must have',
      ['case', 'show'],
      /^sightline: missing required argument 'case'\n {2}What it takes: sightline case show --help\n/,
    ],
    ['a query that looks like an option', ['search', '-type:domain'], /unknown option '-type:domain'\n.*search -- /],
  ])('refuses %s', async (_name, argv, message) => {
    const { status, out, err } = await run(...argv);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(message);
    // A next step, and the code at the end.
    expect(err).toMatch(/ --help\n {2}\(input\.invalid\)\n$/);
  });

  it.each([
    ['as an option', ['--api-key', secret]],
    ['as an option in one word', [`--api-key=${secret}`]],
    ['under the name of a field', [`--apiKey=${secret}`]],
    ['behind the option for pipes', [`--secrets-stdin={"apiKey":"${secret}"}`]],
    ['as an argument', [secret]],
    ['as a second argument', ['apiKey', secret]],
  ])('takes no secret %s, and does not repeat it', async (_name, extra) => {
    const { status, out, err } = await run('connect', 'datadog', '--name', 'x', ...extra);
    expect(status).toBe(2);
    expect(err).toContain('with --secrets-stdin');
    expect(out + err).not.toContain(secret);
  });

  it('shows what was typed without letting it steer the terminal', async () => {
    const { err } = await run('\u001B[2Jx');
    expect(err).toContain("unknown command '⟨U+001B⟩[2Jx'");
    expect(err).not.toContain('\u001B');
    const option = await run('search', '--x\u001B[2J\u202E=y');
    expect(option.err).toContain("unknown option '--x⟨U+001B⟩[2J⟨U+202E⟩=…'");
    expect(option.err).not.toContain('\u001B');
    expect(option.err).not.toMatch(/\p{Cf}/u);
  });
});

describe('a command that fails', () => {
  const failing = (error: unknown) => createCliDouble({ app: () => Promise.reject(error) });

  it('says what the error says', async () => {
    const context = failing(new AppError('storage.readOnly', 'The data folder is read-only.', { suggestion: 'Do x.' }));
    expect(await runCommandLine(context, ['search', 'x'], '1')).toBe(5);
    expect(context.err()).toBe(
      'sightline: The data folder is read-only.\n  Do x.\n  (storage.readOnly, in the log as ref-1)\n',
    );
    expect(context.out()).toBe('');
  });

  it('keeps what is our mistake in the log and names the entry', async () => {
    const context = failing(new TypeError('x of undefined'));
    expect(await runCommandLine(context, ['search', 'x'], '1')).toBe(1);
    expect(context.err()).toBe(
      'sightline: Something went wrong inside Sightline; the log has the details under ref-1.\n' +
        '  Try again. If it stays, save the diagnostics under Settings and report it with the reference.\n  (internal.bug)\n',
    );
    expect(context.logger.entries[0]).toMatchObject({ event: 'cli.failed', error: new TypeError('x of undefined') });
  });

  it('ends at once when it is interrupted', async () => {
    const context = createCliDouble({ app: () => new Promise(() => undefined) });
    const running = runCommandLine(context, ['search', 'x'], '1');
    await Promise.resolve();
    context.abort(interruption());
    expect(await running).toBe(1);
    expect(context.err()).toBe('sightline: Interrupted.\n');
  });

  it.each([
    ['EPIPE', 0, ''],
    [
      'ENOSPC',
      1,
      'sightline: Standard output could not be written: the disk is full.\n  What was printed so far is not the whole.\n' +
        '  (export.notWritable, in the log as ref-1)\n',
    ],
  ])('ends with the output that cannot be written: %s', async (code, status, err) => {
    const services = { cases: { list: async () => [{}] } };
    const context = createCliDouble({
      outputFails: Object.assign(new Error('write'), { code }),
      // Only what `case list --json` asks for.
      app: async () => ({ services }) as never,
    });
    expect(await runCommandLine(context, ['case', 'list', '--json'], '1')).toBe(status);
    expect(context.err()).toBe(err);
  });
});

describe('retention that is due now', () => {
  /** Deletes two slices, and goes on until it is stopped. */
  function deleting(onSlice: () => void) {
    const connection = { id: 'c-1', name: 'Feed', retentionDays: 30 };
    const services = {
      connections: {
        find: async () => connection,
        countDue: async () => 5_000,
        forgetDue: async (_id: string, { signal, onProgress }: Required<ForgetWatch>) => {
          for (const forgotten of [1_000, 2_000]) onProgress(forgotten);
          onSlice();
          if (signal.aborted) throw new AppError('internal.cancelled', 'Stopped: 2000 records went.');
          return 5_000;
        },
      },
    };
    return { app: async () => ({ services }) as never };
  }

  it('says on a terminal how far it is, on a line that is gone afterwards', async () => {
    const context = createCliDouble({ columns: 80, ...deleting(() => undefined) });
    expect(await runCommandLine(context, ['retention', 'Feed', '--now'], '1')).toBe(0);
    const erase = '\r\u001B[2K';
    expect(context.err()).toBe(
      `${erase}Feed: 1,000 of 5,000 went${erase}Feed: 2,000 of 5,000 went${erase}Feed: 30 days. 5,000 records went.\n`,
    );
  });

  it('ends with Ctrl-C between two slices, and says how far it got', async () => {
    const context = createCliDouble(deleting(() => context.abort(new AppError('internal.cancelled', 'Interrupted.'))));
    expect(await runCommandLine(context, ['retention', 'Feed', '--now'], '1')).toBe(1);
    expect(context.err()).toBe('sightline: Stopped: 2000 records went.\n');
  });
});
