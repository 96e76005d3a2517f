import { registerHooks } from 'node:module';
import type { ElectronDouble } from './electron-double.ts';

/** From here on whoever imports `electron` in this process gets the double. Electron's own module is not a file. */
export function standInForElectron(double: ElectronDouble): void {
  Object.assign(globalThis, { electronDouble: double.module });
  const source = Object.keys(double.module)
    .map((name) => `export const ${name} = globalThis.electronDouble.${name};`)
    .join('\n');
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' ? { url: 'double:electron', shortCircuit: true } : next(specifier, context),
    load: (url, context, next) =>
      url === 'double:electron' ? { format: 'module', source, shortCircuit: true } : next(url, context),
  });
}
