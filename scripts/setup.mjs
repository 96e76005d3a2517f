/** `npm run setup`: installs what is missing, also what could not be installed last time. */
import { ensureSetup } from './lib/ensure-setup.mjs';
import { runMain } from './lib/main.mjs';
import { tell } from './lib/report.mjs';

await runMain(async () => {
  await ensureSetup({ withSystem: true, isExplicit: true });
  tell('Set-up is complete.');
});
