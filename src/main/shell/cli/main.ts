/** Entry of the command line. */
import { createApp } from '#main/app/create-app.ts';
import { createExportFolderDialogs } from '../export-folder-dialogs.ts';
import { createPlatformPorts, readVersion } from '../platform-ports.ts';
import type { CliContext } from './context.ts';
import { runCommandLine } from './run.ts';

const version = readVersion(new URL('../../../../package.json', import.meta.url));
const ports = createPlatformPorts({
  shell: 'cli',
  version,
  writerEntry: new URL('../../workers/writer.ts', import.meta.url),
  readerEntry: new URL('../../workers/reader.ts', import.meta.url),
  dialogs: createExportFolderDialogs,
});
const app = createApp(ports);
const controller = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    // The first asks for a clean end; a second one finds no handler and ends the process at once.
    controller.abort();
  });
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader went away, as `head` does: nothing is left to say.
  if (error.code === 'EPIPE') process.exit(0);
});

const context: CliContext = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: ports.clock,
  dataFolder: ports.paths.dataFolder,
  signal: controller.signal,
  app: () => Promise.resolve(app),
};

process.exitCode = await runCommandLine(context, process.argv.slice(2), version);
await app.stop();
