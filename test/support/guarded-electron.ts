/** Starts Electron's entry over the double, before Electron is ready, and fails: the argument is the event. Prints what was asked of Electron. */
import { createElectronDouble } from './electron-double.ts';
import { standInForElectron } from './electron-module.ts';
import { failUncaught } from './fail-uncaught.ts';

const double = createElectronDouble();
standInForElectron(double);
process.on('exit', () => process.stdout.write(double.order.join('\n')));
await import('../../src/main/index.ts');
await failUncaught(process.argv[2]);
