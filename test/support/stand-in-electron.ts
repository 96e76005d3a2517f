import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Marks the place of the fuses in Electron's program; as in `@electron/fuses`. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const factorySettings = '101100011';

/** A folder that a packager takes for an unpacked Electron: its program holds nothing but fuses as they are delivered. */
export function makeStandInElectron(folder: string): string {
  const dist = join(folder, 'electron-dist');
  mkdirSync(join(dist, 'resources'), { recursive: true });
  const program = Buffer.concat([
    Buffer.alloc(64, 'x'),
    Buffer.from(sentinel, 'latin1'),
    Buffer.from([1, factorySettings.length]),
    Buffer.from(factorySettings, 'latin1'),
    Buffer.alloc(64, 'x'),
  ]);
  writeFileSync(join(dist, 'electron'), program);
  chmodSync(join(dist, 'electron'), 0o755);
  return dist;
}
