/** The command line as a process: ports of this machine, signals, exit status. */
import { keepMemoryOutOfDumps } from '#main/platform/core-dumps.ts';
import { createChromiumPrinter } from '../chromium/printer.ts';
import { createExportFolderDialogs } from '../export-folder-dialogs.ts';
import { guardProcess } from '../guard-process.ts';
import { createPlatformPorts, readVersion } from '../platform-ports.ts';
import { type CliContext, interruption, remark, translateWriteError } from './context.ts';
import { storeRemarks } from './output/store-remarks.ts';
import { readerEntry, takeReaderAhead } from './reader-ahead.ts';
import { runCommandLine } from './run.ts';
import { applyTerminalWidth } from './terminal-width.ts';

/**
 * Runs this process's arguments as one command line, to the exit status and to the end of its threads. A function, as modules of
 * commands would wait for a module that waited for them.
 */
export async function runProcess(): Promise<void> {
  const version = readVersion(new URL('../../../../package.json', import.meta.url));
  keepMemoryOutOfDumps(process.platform);

  const ports = createPlatformPorts({
    shell: 'cli',
    version,
    writerEntry: new URL('../../workers/writer.ts', import.meta.url),
    readerEntry,
    readerAhead: takeReaderAhead(),
    documentsEntry: new URL('../../workers/documents.ts', import.meta.url),
    dialogs: createExportFolderDialogs,
    printer: createChromiumPrinter(process.env['PATH'] ?? ''),
  });
  const controller = new AbortController();

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      // The first asks for a clean end; a second one finds no handler and ends the process at once.
      controller.abort(interruption());
    });
  }
  // A stream that cannot be written ends the command: nobody would see the rest.
  process.stdout.on('error', (error) => controller.abort(translateWriteError(error)));
  process.stderr.on('error', () => undefined);
  guardProcess('cli', ports.logger);
  for (const stream of [process.stdout, process.stderr]) applyTerminalWidth(stream, process.env['COLUMNS']);

  let starting: ReturnType<CliContext['app']> | undefined;
  const context: CliContext = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    clock: ports.clock,
    logger: ports.logger,
    dataFolder: ports.paths.dataFolder,
    signal: controller.signal,
    app() {
      starting ??= import('#main/app/create-app.ts').then(({ createApp }) => createApp(ports));
      return starting;
    },
  };

  process.exitCode = await runCommandLine(context, process.argv.slice(2), version);
  try {
    const app = await starting;
    try {
      const remarks = app === undefined ? [] : await storeRemarks(app.services);
      remark(context, ...remarks.map((text) => `sightline: ${text}`));
    } finally {
      // Threads left running would keep the process alive.
      await app?.stop();
    }
  } catch (error) {
    ports.logger.fail('cli.notStopped', error);
  }
}
