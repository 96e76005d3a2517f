import { hasElectron } from './shells.ts';

/** Says which shell the specs could not be run in, so that a green result is not read for more than it is. */
export default function announceShells(): void {
  if (hasElectron()) return;
  process.stdout.write('electron: not run here (its binary is not downloaded, or there is no display)\n');
}
