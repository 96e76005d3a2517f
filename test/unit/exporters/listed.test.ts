import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Exporter } from '#main/exporters/exporter.ts';
import { exporters } from '#main/exporters/registry.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { makeReportIndicator, makeReportModel } from '../../support/report-models.ts';

const flags = ['listed' as const];
const title = 'Known resolvers & "friends"';
const model = makeReportModel([
  makeReportIndicator('ipv4', '9.9.9.9', { lists: [title, 'Second list'], indicator: { flags } }),
  makeReportIndicator('domain', 'evil.example'),
]);

/** Its text, or that of the files in it. */
async function write({ render, fileExtension }: Exporter): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of render(model, { defang: true, includeHarmless: true })) parts.push(Buffer.from(chunk));
  const bytes = Buffer.concat(parts);
  if (fileExtension !== 'docx' && fileExtension !== 'zip') return bytes.toString('utf8');
  return Object.values(unzipSync(bytes))
    .map((content) => strFromU8(content))
    .join('\n');
}

/** As text: escapes of JSON, XML, HTML, Markdown and CSV undone. */
function plain(text: string): string {
  return text
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#34;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('""', '"')
    .replaceAll('\\', '');
}

describe('an indicator that lists of harmless values name', () => {
  // The columns of CSV are agreed upon: they tell that it is listed.
  const texts = exporters.filter(({ id }) => !id.startsWith('csv'));

  it.each(texts.map((exporter) => [exporter.id, exporter] as const))(
    'is told of with them in %s',
    async (_id, exporter) => {
      const text = plain(await write(exporter));
      expect(text).toContain(title);
      expect(text).toContain('Second list');
    },
  );

  it('is said to be listed where it was, and the lists are gone', async () => {
    const gone = makeReportModel([makeReportIndicator('ipv4', '9.9.9.9', { indicator: { flags } })]);
    for (const exporter of exporters.filter(({ id }) => id === 'html' || id === 'markdown')) {
      expect(await joinChunks(exporter.render(gone, { defang: true }))).toContain('on a list of harmless values');
    }
  });

  it('has a remark of its own in OpenIOC and TXT, and no other has', async () => {
    const writeAs = async (id: string): Promise<string> => {
      const exporter = exporters.find((one) => one.id === id);
      return exporter === undefined ? '' : write(exporter);
    };
    const ioc = await writeAs('openioc');
    const [item] = /(?<=<IndicatorItem id=")[^"]+(?="[^\n]*9\.9\.9\.9)/.exec(ioc) ?? [];
    expect(item).toBeDefined();
    expect(ioc.match(/ref-id="([^"]+)"/g)).toEqual([`ref-id="${item}"`, `ref-id="${item}"`]);
    expect((await writeAs('txt')).split('\n').slice(3)).toEqual([
      `# listed as harmless: ${title}`,
      '# listed as harmless: Second list',
      '9.9.9.9',
      'evil.example',
      '',
    ]);
  });
});
