/** `node scripts/complete-lockfile.mjs`: after a dependency changed, adds what npm left out; see `lib/lockfile-gaps.mjs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { findGaps } from './lib/lockfile-gaps.mjs';
import { inProject } from './lib/project.mjs';
import { tell } from './lib/report.mjs';

const file = inProject('package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const gaps = findGaps(lock.packages);

const sorted = Object.entries({ ...lock.packages, ...gaps }).sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, undefined, 2)}\n`);
tell(`${Object.keys(gaps).length} entries added: ${Object.keys(gaps).join(' ')}`);
