/** `npm run docs`: brings `docs/vendors.md` up to date. */
import { writeFileSync } from 'node:fs';
import { writeVendorsPage } from './vendors-page.ts';

writeFileSync(new URL('../../docs/vendors.md', import.meta.url), await writeVendorsPage());
