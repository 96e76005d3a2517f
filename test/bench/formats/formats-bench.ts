/** `npm run bench -- formats`: exports, imports and reports at size. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../support/project-root.ts';
import { measureSync, removeFolder } from '../measure-sync.ts';
import { replacePart } from '../page-parts.ts';
import { describeMachine } from '../performance-page.ts';
import { type Section, toMarkdown, toText } from '../section.ts';
import { startVendors } from '../vendors.ts';
import { type FormatRound, measureFormats } from './measure-formats.ts';
import { describeFormats } from './sections.ts';

/** Few, as what VirusTotal's engines say is not in the formats. */
const engines = 4;

/**
 * Measures and writes its part of `docs/performance.md`.
 * @param indicators of the emulators' world. @param writesPage whether the document is to be touched.
 */
export async function benchFormats(indicators: number, writesPage: boolean): Promise<void> {
  const machine = describeMachine();
  say(`${machine}.\n`);
  const round = await measure(indicators);
  const sections = describeFormats(round);
  for (const section of sections) say(toText(section));
  if (!writesPage) return;
  const page = join(projectRoot, 'docs', 'performance.md');
  writeFileSync(page, replacePart(readFileSync(page, 'utf8'), 'formats', writePart(machine, sections)));
  say('Written to docs/performance.md.');
}

async function measure(indicators: number): Promise<FormatRound> {
  const vendors = await startVendors({ indicators, engines });
  let folder: string;
  try {
    say('Syncing ...');
    folder = (await measureSync(vendors)).folder;
  } finally {
    await vendors.stop();
  }
  try {
    return await measureFormats(folder, say);
  } finally {
    removeFolder(folder);
  }
}

function writePart(machine: string, sections: readonly Section[]): string {
  const date = new Date().toISOString().slice(0, 10);
  const head = `- Machine: ${machine}.\n- Date: ${date}. Command: \`npm run bench -- formats\`.`;
  return ['# Formats', head, ...sections.map(toMarkdown)].join('\n\n');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
