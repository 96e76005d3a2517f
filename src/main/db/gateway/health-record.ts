import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryBeside } from '#main/files/temporary-files.ts';
import type { Clock, Logger } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import {
  type FindingKind,
  findingLimit,
  type StoreFinding,
  type StoreHealth,
  storeHealthSchema,
} from '#shared/model/store-health.ts';
import { leaseFolder } from '../leases/lease-folder.ts';
import { ensurePrivateFolder } from '../open/files.ts';

const words: { readonly [Kind in FindingKind]: string } = {
  damaged: 'The database file is damaged.',
  logCutShort: 'The log of the database ends in the middle.',
};

interface HealthRecordParts {
  readonly dataFolder: string;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly logger: Logger;
}

/**
 * What was found wrong with the stored data. It is kept in a file beside the leases, so that the next start knows it before
 * anything was checked again, and every process does.
 */
export class HealthRecord {
  readonly #parts: HealthRecordParts;
  readonly #listeners = new Set<(health: StoreHealth) => void>();
  /** Where the file cannot be written. */
  #unkept: StoreHealth | undefined;

  constructor(parts: HealthRecordParts) {
    this.#parts = parts;
  }

  read(): StoreHealth {
    return this.#unkept ?? readFindings(this.#parts.dataFolder);
  }

  /** Logs a finding and keeps it in the place of an earlier one of its kind, whose time it takes over. */
  report({ kind, detail }: Pick<StoreFinding, 'kind' | 'detail'>): void {
    const { logger, clock } = this.#parts;
    const cut = detail.slice(0, findingLimit);
    const reference = logger.fail(`store.${kind}`, new AppError('storage.corrupt', words[kind]), { findings: cut });
    const known = this.read();
    const others = known.filter((finding) => finding.kind !== kind);
    const foundAtMs = known.find((finding) => finding.kind === kind)?.foundAtMs ?? clock.nowMs();
    this.#keep([...others, { kind, detail: cut, foundAtMs, reference }]);
  }

  /** Frames of the log of a killed process are lost; how many, is in the program's log only. */
  noteSpoiltLog(fields: Readonly<Record<string, unknown>>): void {
    this.#parts.logger.write('warn', 'store.logSpoilt', fields);
    this.report({ kind: 'logCutShort', detail: 'Some of what was stored last may be missing.' });
  }

  /** What a check of the whole file said: `ok`, or what is wrong with it. */
  noteCheck(said: string): void {
    if (said === 'ok') this.clear(['damaged']);
    else this.report({ kind: 'damaged', detail: said });
  }

  /** What is no longer so. */
  clear(kinds: readonly FindingKind[]): void {
    const known = this.read();
    const left = known.filter(({ kind }) => !kinds.includes(kind));
    if (left.length < known.length) this.#keep(left);
  }

  /** Fires after what this process found or cleared. */
  onChange(listener: (health: StoreHealth) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #keep(findings: StoreHealth): void {
    try {
      writeFindings(this.#parts.dataFolder, findings);
      this.#unkept = undefined;
    } catch (error) {
      this.#unkept = findings;
      this.#parts.logger.fail('store.findingsNotKept', error);
    }
    for (const listener of [...this.#listeners]) listener(findings);
  }
}

/** The database was exchanged or put right by somebody who has it to himself: nothing that was found of it is so any more. */
export function forgetFindings(dataFolder: string): void {
  writeFindings(dataFolder, []);
}

function readFindings(dataFolder: string): StoreHealth {
  const file = findingsFile(dataFolder);
  const written = statSync(file, { throwIfNoEntry: false });
  if (written?.isFile() !== true) return [];
  // Somebody found something: that its words are lost does not make it sound.
  const unreadable: StoreFinding = {
    kind: 'damaged',
    detail: '',
    foundAtMs: Math.round(written.mtimeMs),
    reference: null,
  };
  try {
    const read = storeHealthSchema.min(1).safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return read.success ? read.data : [unreadable];
  } catch {
    return [unreadable];
  }
}

function writeFindings(dataFolder: string, findings: StoreHealth): void {
  const file = findingsFile(dataFolder);
  if (findings.length === 0) {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) rmSync(file, { force: true });
    return;
  }
  ensurePrivateFolder(leaseFolder(dataFolder));
  // In the data folder, where the next start removes what a kill left.
  const temporary = temporaryBeside(join(dataFolder, 'findings'));
  try {
    writeFileSync(temporary, JSON.stringify(findings), { mode: 0o600 });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function findingsFile(dataFolder: string): string {
  return join(leaseFolder(dataFolder), 'findings');
}
