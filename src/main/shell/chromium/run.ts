import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AppPorts } from '#main/app/app-ports.ts';
import { createApp } from '#main/app/create-app.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type ExitStatus, exitStatus, statusOfError } from '../exit-status.ts';
import { listRendererFiles } from '../renderer-files.ts';
import { describeError, logFailure } from '../report-error.ts';
import type { Workbench } from '../workbench.ts';
import { findBrowser } from './find-browser.ts';
import { type ChromiumWindow, openChromiumWindow } from './open-window.ts';

/** What the shell is given: the machine, and where the built window lies. */
export interface ChromiumParts {
  readonly ports: AppPorts;
  readonly rendererFolder: string;
  /** Settles when somebody asks the process to end. */
  readonly asked: Promise<void>;
  /** Takes one line for the user. */
  readonly tell: (line: string) => void;
}

/** Runs the workbench until its window is closed or the process is asked to end; never rejects. */
export async function runChromium({ ports, rendererFolder, asked, tell }: ChromiumParts): Promise<ExitStatus> {
  const app = createApp(ports);
  try {
    await app.start();
    const window = await openWindow(ports.paths.dataFolder, rendererFolder, app);
    await Promise.race([window.closed, asked]);
    await window.close();
    return exitStatus.done;
  } catch (error) {
    tell(describeError(error, logFailure(ports.logger, 'chromium.failed', error)));
    return statusOfError(error);
  } finally {
    await app.stop().catch((error: unknown) => ports.logger.fail('chromium.notStopped', error));
  }
}

function openWindow(dataFolder: string, rendererFolder: string, workbench: Workbench): Promise<ChromiumWindow> {
  const executablePath = findBrowser(process.platform, process.env['PATH'] ?? '');
  const files = listRendererFiles(rendererFolder);
  const profileFolder = makeProfileFolder(dataFolder);
  const isRoot = process.getuid?.() === 0;
  return openChromiumWindow({ launch: { executablePath, profileFolder, headless: false, isRoot }, files, workbench });
}

function makeProfileFolder(dataFolder: string): string {
  const folder = join(dataFolder, 'chromium-profile');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new AppError('storage.readOnly', "The window's browser cannot make its folder inside the data folder.", {
      cause,
      suggestion: 'Set SIGHTLINE_HOME to a folder of your own; the command line searches a read-only one too.',
    });
  }
  return folder;
}
