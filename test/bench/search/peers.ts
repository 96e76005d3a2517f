/** What searches are compared with: DuckDB, ripgrep and SQLite's own shell. Only the benchmark installs them, beside its caches. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { projectRoot } from '../../support/project-root.ts';

const folder = join(projectRoot, '.cache', 'bench', 'peers');
const packages = ['@duckdb/node-api@1.5.6-r.1', '@vscode/ripgrep@1.18.0'];
const run = promisify(execFile);

/** Rows of a statement, as arrays. */
export type DuckRows = readonly (readonly unknown[])[];

/** One open DuckDB database. */
export interface Duck {
  ask(sql: string): Promise<DuckRows>;
  close(): void;
}

/** The peers of this machine; null where one cannot be had. */
export interface Peers {
  readonly versions: string;
  openDuck(file: string): Promise<Duck>;
  /** Number of lines that ripgrep finds, its start included. */
  ripgrep(file: string, args: readonly string[]): Promise<number>;
  /** The first line that SQLite's shell prints, its start included; undefined without one on this machine. */
  readonly shell: ((file: string, sql: string) => Promise<string>) | undefined;
}

/** As far as we use it of `@duckdb/node-api`; the package is not in the lockfile, so its types are not either. */
interface DuckModule {
  readonly DuckDBInstance: {
    create(file: string): Promise<{ connect(): Promise<DuckConnection>; closeSync(): void }>;
  };
  version(): string;
}
interface DuckConnection {
  runAndReadAll(sql: string): Promise<{ getRows(): DuckRows }>;
  closeSync(): void;
}

/** Installs what is missing, by npm. @throws Error where npm cannot. */
export async function preparePeers(): Promise<Peers> {
  const duckEntry = join(folder, 'node_modules', '@duckdb', 'node-api', 'lib', 'index.js');
  const rg = join(
    folder,
    'node_modules',
    '@vscode',
    `ripgrep-${process.platform}-${process.arch}`,
    'bin',
    process.platform === 'win32' ? 'rg.exe' : 'rg',
  );
  if (!existsSync(duckEntry) || !existsSync(rg)) {
    mkdirSync(folder, { recursive: true });
    const flags = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    execFileSync('npm', ['install', ...flags, ...packages], { cwd: folder, stdio: 'inherit' });
  }
  // The package's own shape, see above.
  const duck = (await import(pathToFileURL(duckEntry).href)) as DuckModule;
  const shellVersion = spawnSync('sqlite3', ['--version'], { encoding: 'utf8' }).stdout?.split(' ')[0];
  const rgVersion = execFileSync(rg, ['--version'], { encoding: 'utf8' }).split('\n')[0] ?? '';
  return {
    versions: `DuckDB ${duck.version()}, ${rgVersion}, ${shellVersion === undefined ? 'no sqlite3 shell here' : `sqlite3 shell ${shellVersion}`}`,
    async openDuck(file) {
      const instance = await duck.DuckDBInstance.create(file);
      const connection = await instance.connect();
      return {
        ask: async (sql) => (await connection.runAndReadAll(sql)).getRows(),
        close: () => {
          connection.closeSync();
          instance.closeSync();
        },
      };
    },
    ripgrep: async (file, args) => {
      const found = run(rg, ['--count', '--fixed-strings', '--no-config', ...args, '--', file]);
      // It ends with 1 when nothing is found.
      return Number((await found.catch(() => ({ stdout: '0' }))).stdout.trim());
    },
    shell:
      shellVersion === undefined
        ? undefined
        : async (file, sql) => (await run('sqlite3', ['-readonly', file, sql])).stdout.trim(),
  };
}
