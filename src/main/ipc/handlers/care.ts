import type { Dialogs } from '#main/ports/ports.ts';
import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `care.*`: main asks for the place, the window never names one. */
export function createCareHandlers({
  care,
  diagnostics,
  info,
  dialogs,
}: Pick<Services, 'care' | 'diagnostics' | 'info'> & { readonly dialogs: Dialogs }): DomainHandlers<'care'> {
  return {
    'care.backUp': async () => {
      const path = await dialogs.chooseSaveFile({ fileName: care.suggestName(Date.now()), title: 'Back up' });
      if (path === null) return null;
      const { sizeBytes, indicators, cases, triageEntries } = await care.backUp(path);
      return { place: info.showPath(path), sizeBytes, indicators, cases, triageEntries };
    },
    'care.listBackups': async () => {
      const { folder, files } = await care.listBackups();
      return { folder: info.showPath(folder), files: [...files] };
    },
    'care.restore': async ({ name }) => {
      const { keptIn } = await care.restoreListed(name);
      return { keptIn };
    },
    'care.repair': () => care.repair(),
    'care.health': async () => [...(await care.health())],
    'care.diagnose': () => diagnostics.collect(),
    'care.saveDiagnostics': async ({ id }) => {
      const path = await dialogs.chooseSaveFile({ fileName: diagnostics.nameOf(id), title: 'Save diagnostics' });
      if (path === null) return null;
      await diagnostics.save(id, path);
      return { place: info.showPath(path) };
    },
  };
}
