import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FinishedProcess, runNode } from '../run-process.ts';
import type { Frames } from './in-window.ts';

/** What the desktop is told to do. */
export interface UiOrder {
  readonly queries: readonly string[];
  /** Stays until the engine, filled from the tables, has left its snapshot. */
  readonly leavesSnapshot: boolean;
}

/** What its process saw. */
export interface UiFindings {
  /** From the start of the process to a list that can be worked with, ms. */
  readonly startMs: number;
  /** From the key to the painted answer, per query, ms. */
  readonly keys: readonly number[];
  readonly frames: Frames;
  /** Most that the page's process took: its own memory, and its part of what the browser's processes share. */
  readonly rendererBytes: number;
  readonly browser: readonly { readonly kind: string; readonly peakBytes: number }[];
}

/** The desktop, and its process with all threads. */
export interface UiRound extends UiFindings {
  readonly application: FinishedProcess;
}

/** Opens the window over a copy of a cache, twice: the first leaves the snapshot that every later start finds. */
export async function measureUi(cache: string, queries: readonly string[]): Promise<UiRound> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'sightline-bench-'));
  try {
    cpSync(cache, dataFolder, { recursive: true });
    await run(dataFolder, { queries: queries.slice(0, 1), leavesSnapshot: true });
    return await run(dataFolder, { queries, leavesSnapshot: false });
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

async function run(dataFolder: string, order: UiOrder): Promise<UiRound> {
  const application = await runNode({
    args: [fileURLToPath(new URL('./ui-process.ts', import.meta.url))],
    dataFolder,
    stdin: JSON.stringify(order),
  });
  // Printed by ui-run.ts.
  return { ...(JSON.parse(application.stdout) as UiFindings), application };
}
