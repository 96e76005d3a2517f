/** Every option and argument of every command with values that cannot be meant: whatever is said of them is in our words. */
import type { Command } from 'commander';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProgram } from '#main/shell/cli/program.ts';
import { runCommandLine } from '#main/shell/cli/run.ts';
import { createCliDouble } from '../../support/cli-double.ts';
import { zodWords } from '../../support/zod-words.ts';
import { type ContractApp, openContractApp } from '../contract/open-contract-app.ts';

const badValues = ['', ' ', '-1', '1.5', '{', '../x', 'a\u202Eb', 'type:planet', 'x'.repeat(20_000)] as const;
/** Fits nowhere, and finds nothing. */
const filler = 'no-such-value';

interface Leaf {
  /** The words that name the command. */
  readonly path: readonly string[];
  readonly command: Command;
}

let contract: ContractApp;

beforeAll(async () => {
  contract = await openContractApp();
});

afterAll(() => contract.close());

function listCommands(command: Command, path: readonly string[] = []): readonly Leaf[] {
  return command.commands.length === 0
    ? [{ path, command }]
    : command.commands.flatMap((child) => listCommands(child, [...path, child.name()]));
}

/** Nothing can be written there, whatever a command makes of it. */
const badFiles = ['', 'missing-folder/x'] as const;
const isFile = (name: string): boolean => /file/i.test(name);
const badFor = (name: string): readonly string[] => (isFile(name) ? badFiles : badValues);
const fillerFor = (name: string): string => (isFile(name) ? 'missing-folder/x' : filler);

/** Each argument and each option that takes a value, bad in turn; everything else that must be there is filled in. */
function* listCommandLines({ path, command }: Leaf): Generator<readonly string[]> {
  const names = command.registeredArguments.map((argument) => argument.name());
  const options = command.options.filter(({ required }) => required);
  const given = (except?: string | null) =>
    options
      .filter(({ mandatory, long }) => mandatory && long !== except)
      .map(({ long, flags, argChoices }) => `${long}=${argChoices?.[0] ?? fillerFor(flags)}`);
  for (const [at, name] of names.entries()) {
    for (const bad of badFor(name)) yield [...path, ...given(), '--', ...names.map(fillerFor).with(at, bad)];
  }
  for (const { long, flags } of options) {
    for (const bad of badFor(flags)) yield [...path, `${long}=${bad}`, ...given(long), '--', ...names.map(fillerFor)];
  }
}

const commands = listCommands(await createProgram(createCliDouble(), '1'));

it.each(commands.map((leaf) => [leaf.path.join(' '), leaf] as const))('%s', async (_name, leaf) => {
  for (const argv of listCommandLines(leaf)) {
    const context = createCliDouble({ app: async () => contract.app });
    const status = await runCommandLine(context, argv, '1');
    const said = context.err();
    expect(said, argv.join(' ').slice(0, 200)).not.toMatch(zodWords);
    expect(said, argv.join(' ').slice(0, 200)).not.toContain('Something went wrong inside');
    if (status !== 0) expect(said, argv.join(' ').slice(0, 200)).not.toBe('');
  }
});

it('has looked at all commands', () => {
  expect(commands.map(({ path }) => path[0])).toEqual(
    expect.arrayContaining(['connect', 'search', 'case', 'export', 'runs']),
  );
});
