import type { Dialogs } from '#main/ports/ports.ts';
import type { ExportRequest } from '#main/services/exports/request.ts';
import type { Services } from '#main/services/services.ts';
import type { ExportInput } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `exports.*`: main asks for the place, the window never names one. */
export function createExportHandlers({
  exports,
  bundles,
  info,
  dialogs,
}: Pick<Services, 'exports' | 'bundles' | 'info'> & { readonly dialogs: Dialogs }): DomainHandlers<'exports'> {
  /** The window names a template; its text is read here. */
  const withTemplate = async ({ template, ...input }: Omit<ExportInput, 'confirmedRed'>): Promise<ExportRequest> =>
    template === undefined ? input : { ...input, template: await exports.templates.read(template) };
  return {
    'exports.formats': async () =>
      [...(await exports.formats())].map((format) => ({
        ...format,
        scopes: [...format.scopes],
        choices: [...format.choices],
      })),
    'exports.write': async ({ confirmedRed, ...input }) => {
      const prepared = await exports.prepare(await withTemplate(input));
      if (prepared.tlp === 'red' && confirmedRed !== true) {
        throw new AppError('state.conflict', 'This export is marked TLP:RED.', { suggestion: 'Confirm to write it.' });
      }
      const path = await dialogs.chooseSaveFile({ fileName: prepared.fileName, title: 'Export' });
      if (path === null) return null;
      const { sizeBytes } = await exports.runs.run(prepared.indicators, (watch) =>
        exports.writeTo(prepared, path, watch),
      );
      const { indicators, leftOut, tlp } = prepared;
      const fingerprint =
        input.format === 'bundle' ? await readFingerprint(bundles, path, input.passphrase ?? null) : null;
      return { place: info.showPath(path), sizeBytes, indicators, leftOut, unfit: prepared.unfit(), tlp, fingerprint };
    },
    'exports.cancel': async () => {
      exports.runs.cancel();
      return null;
    },
    'exports.templates': async () => ({
      folder: info.showPath(exports.templates.path),
      names: [...(await exports.templates.list())],
    }),
    'exports.preview': async ({ confirmedRed: _confirmed, ...input }) => exports.preview(await withTemplate(input)),
  };
}

/** What was written is what is told, so it is read back; null for one that is too large for that. */
async function readFingerprint(
  bundles: Services['bundles'],
  path: string,
  passphrase: string | null,
): Promise<string | null> {
  try {
    return (await bundles.open({ path }, passphrase)).fingerprint;
  } catch (error) {
    if (error instanceof AppError && error.code === 'input.tooLarge') return null;
    throw error;
  }
}
