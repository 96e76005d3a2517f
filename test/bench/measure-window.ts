import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FinishedProcess, runNode } from './run-process.ts';
import type { Vendors } from './vendors.ts';

/** What the desktop's process saw. */
export interface WindowFindings {
  /** First sync of everything with the window open, ms. */
  readonly syncMs: number;
  readonly received: number;
  readonly areComplete: boolean;
  /** The processes of the browser that shows the window. */
  readonly browser: readonly { readonly kind: string; readonly peakBytes: number }[];
}

/** The desktop, and its process with all threads. */
export interface WindowRound extends WindowFindings {
  readonly application: FinishedProcess;
}

/** Syncs everything into a new folder with the window open. @throws Error when something is missing. */
export async function measureWindow(vendors: Vendors): Promise<WindowRound> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'sightline-bench-'));
  try {
    const application = await runNode({
      args: [fileURLToPath(new URL('./window-process.ts', import.meta.url))],
      dataFolder,
      stdin: JSON.stringify({ vendors: vendors.vendors, feedsAfter: vendors.feedsAfter }),
    });
    // Printed by window-process.ts.
    const findings = JSON.parse(application.stdout) as WindowFindings;
    if (!findings.areComplete || findings.received !== vendors.total) {
      throw new Error(`The window's sync is not complete: ${application.stdout}`);
    }
    return { ...findings, application };
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
