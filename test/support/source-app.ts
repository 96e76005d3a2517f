import type { AppPorts } from '#main/app/app-ports.ts';
import { type App, createApp } from '#main/app/create-app.ts';
import { createChromiumPrinter } from '#main/shell/chromium/printer.ts';
import { createExportFolderDialogs } from '#main/shell/export-folder-dialogs.ts';
import { createPlatformPorts, readVersion } from '#main/shell/platform-ports.ts';

/**
 * The application as the Chromium shell makes it, from source: real store threads, network and files.
 *
 * @param dataFolder becomes `SIGHTLINE_HOME` of this process.
 * @param doubles ports that are not to be the machine's own, such as the keychain.
 */
export function createSourceApp(dataFolder: string, doubles: Partial<AppPorts> = {}): App {
  process.env['SIGHTLINE_HOME'] = dataFolder;
  const ports = createPlatformPorts({
    shell: 'chromium',
    version: readVersion(new URL('../../package.json', import.meta.url)),
    writerEntry: new URL('../../src/main/workers/writer.ts', import.meta.url),
    readerEntry: new URL('../../src/main/workers/reader.ts', import.meta.url),
    documentsEntry: new URL('../../src/main/workers/documents.ts', import.meta.url),
    searchEntry: new URL('../../src/main/workers/search.ts', import.meta.url),
    dialogs: createExportFolderDialogs,
    printer: createChromiumPrinter(process.env['PATH'] ?? ''),
  });
  return createApp({ ...ports, ...doubles });
}
