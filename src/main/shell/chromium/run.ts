import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AppPorts } from '#main/app/app-ports.ts';
import type { App } from '#main/app/create-app.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type ExitStatus, exitStatus, statusOfError } from '../exit-status.ts';
import { listRendererFiles } from '../renderer-files.ts';
import { describeError, logFailure } from '../report-error.ts';
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
  const application = new Application(ports);
  try {
    const window = await openWindow({ dataFolder: ports.paths.dataFolder, rendererFolder, application });
    await Promise.race([window.closed, asked]);
    await window.close();
    return exitStatus.done;
  } catch (error) {
    // Whoever closes the window before it shows anything has what they want.
    if (error instanceof AppError && error.code === 'internal.cancelled') return exitStatus.done;
    tell(describeError(error, logFailure(ports.logger, 'chromium.failed', error)));
    return statusOfError(error);
  } finally {
    await application.stop().catch((error: unknown) => ports.logger.fail('chromium.notStopped', error));
  }
}

/** The application, whose modules are loaded when it is started: by then the browser is on its way. */
class Application {
  readonly #ports: AppPorts;
  #starting: Promise<App> | undefined;

  constructor(ports: AppPorts) {
    this.#ports = ports;
  }

  start(): Promise<App> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Waits for a start that is under way; nothing has to be stopped where none was. */
  async stop(): Promise<void> {
    await (await this.#starting?.catch(() => undefined))?.stop();
  }

  async #start(): Promise<App> {
    const { createApp } = await import('#main/app/create-app.ts');
    const app = createApp(this.#ports);
    try {
      await app.start();
      return app;
    } catch (error) {
      await app.stop().catch((failure: unknown) => this.#ports.logger.fail('chromium.notStopped', failure));
      throw error;
    }
  }
}

async function openWindow(parts: {
  readonly dataFolder: string;
  readonly rendererFolder: string;
  readonly application: Application;
}): Promise<ChromiumWindow> {
  try {
    const executablePath = findBrowser(process.platform, process.env['PATH'] ?? '');
    const files = listRendererFiles(parts.rendererFolder);
    const profileFolder = makeProfileFolder(parts.dataFolder);
    const launch = { executablePath, profileFolder, headless: false, isRoot: process.getuid?.() === 0 };
    return await openChromiumWindow({ launch, files, startWorkbench: () => parts.application.start() });
  } catch (error) {
    // What is wrong with the data matters more than what is wrong with the browser.
    await parts.application.start();
    throw error;
  }
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
