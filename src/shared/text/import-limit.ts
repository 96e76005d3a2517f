import { importFormats } from '../model/import.ts';
import { importLimitBytes } from '../model/limits.ts';

/** What is to be said of a file that no Sightline would import again; undefined of all others. */
export function tellImportLimit(format: string, sizeBytes: number): string | undefined {
  if (sizeBytes <= importLimitBytes || !importFormats.some((known) => known === format)) return undefined;
  const most = `${importLimitBytes / 1024 / 1024} MiB`;
  const instead = format === 'json' ? '' : ' The same as json is less than half as large.';
  return `The file is larger than the ${most} that an import takes.${instead}`;
}
