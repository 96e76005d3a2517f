import { describe, expect, it } from 'vitest';
import { commandFiles, createProgram } from '#main/shell/cli/program.ts';
import { createCliDouble } from '../../support/cli-double.ts';

describe('the commands', () => {
  it.each(commandFiles.flatMap(({ names }) => names.map((name) => [name, names] as const)))(
    '%s loads its own file, which adds what is said of it',
    async (name, names) => {
      const program = await createProgram(createCliDouble(), '1', name);
      expect(program.commands.map((command) => command.name())).toEqual(names);
    },
  );

  it('are not loaded for the version', async () => {
    expect((await createProgram(createCliDouble(), '1', '--version')).commands).toEqual([]);
  });

  it.each([undefined, '--help', 'help', 'serach'])('are all there for %s', async (first) => {
    const program = await createProgram(createCliDouble(), '1', first);
    expect(program.commands.map((command) => command.name())).toEqual(commandFiles.flatMap(({ names }) => names));
  });
});
