/** The Chromium shell as a process: ports of this machine, signals, exit status. */
import { fileURLToPath } from 'node:url';
import { createExportFolderDialogs } from '../export-folder-dialogs.ts';
import { guardProcess } from '../guard-process.ts';
import { createPlatformPorts, readVersion } from '../platform-ports.ts';
import { keepMemoryPrivate } from '../private-memory.ts';
import { createChromiumPrinter } from './printer.ts';
import { runChromium } from './run.ts';

keepMemoryPrivate();

const ports = createPlatformPorts({
  shell: 'chromium',
  version: readVersion(new URL('../../../../package.json', import.meta.url)),
  writerEntry: new URL('../../workers/writer.ts', import.meta.url),
  readerEntry: new URL('../../workers/reader.ts', import.meta.url),
  documentsEntry: new URL('../../workers/documents.ts', import.meta.url),
  searchEntry: new URL('../../workers/search.ts', import.meta.url),
  dialogs: createExportFolderDialogs,
  printer: createChromiumPrinter(process.env['PATH'] ?? ''),
});
guardProcess('chromium', ports.logger);

process.exitCode = await runChromium({
  ports,
  rendererFolder: fileURLToPath(new URL('../../../../out/renderer', import.meta.url)),
  asked: new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  }),
  tell: (line) => process.stderr.write(`${line}\n`),
});
