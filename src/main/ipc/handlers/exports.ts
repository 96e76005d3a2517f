import type { Dialogs } from '#main/ports/ports.ts';
import type { Services } from '#main/services/services.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `exports.*`: main asks for the place, the window never names one. */
export function createExportHandlers({
  exports,
  info,
  dialogs,
}: Pick<Services, 'exports' | 'info'> & { readonly dialogs: Dialogs }): DomainHandlers<'exports'> {
  return {
    'exports.formats': async () =>
      [...(await exports.formats())].map((format) => ({
        ...format,
        scopes: [...format.scopes],
        choices: [...format.choices],
      })),
    'exports.write': async ({ confirmedRed, ...request }) => {
      const prepared = await exports.prepare(request);
      if (prepared.tlp === 'red' && confirmedRed !== true) {
        throw new AppError('state.conflict', 'This export is marked TLP:RED.', { suggestion: 'Confirm to write it.' });
      }
      const path = await dialogs.chooseSaveFile({ fileName: prepared.fileName, title: 'Export' });
      if (path === null) return null;
      const { sizeBytes } = await exports.writeTo(prepared, path);
      const { indicators, leftOut, tlp } = prepared;
      return { place: info.showPath(path), sizeBytes, indicators, leftOut, unfit: prepared.unfit(), tlp };
    },
  };
}
