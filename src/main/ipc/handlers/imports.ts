import type { DeskResult } from '#main/services/imports/import-desk.ts';
import type { Services } from '#main/services/services.ts';
import type { ImportOutcome } from '#shared/contract/import-schemas.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `imports.*`: a file has arrived through `files.*`; its rows leave in pages. */
export function createImportHandlers({
  importDesk,
  imports: { mappings },
}: Pick<Services, 'importDesk' | 'imports'>): DomainHandlers<'imports'> {
  return {
    'imports.read': async (request) => {
      const { name, file } = await importDesk.read(request);
      const { format, author, title, notes, columns } = file;
      return {
        id: request.id,
        name,
        format,
        author,
        title,
        hasCase: file.case !== null,
        notes: [...notes],
        columns:
          columns === null
            ? null
            : {
                mapping: columns.mapping,
                names: [...columns.names],
                sample: columns.sample.map((cells) => [...cells]),
              },
      };
    },
    'imports.preview': async ({ id, case: choice }) => tellOutcome(await importDesk.preview(id, choice)),
    'imports.run': async ({ id, case: choice }) => tellOutcome(await importDesk.run(id, choice)),
    'imports.rows': async ({ id, ...window }) =>
      importDesk
        .rows(id, window)
        .map(({ parts, fields, ...row }) => ({ ...row, parts: [...parts], fields: [...fields] })),
    'imports.cancel': async ({ id }) => {
      importDesk.cancel(id);
      return null;
    },
    'imports.drop': async ({ id }) => {
      importDesk.drop(id);
      return null;
    },
    'imports.mappings': async () => [...(await mappings.list())],
    'imports.saveMapping': async (named) => {
      await mappings.save(named);
      return null;
    },
    'imports.removeMapping': async ({ name }) => {
      await mappings.remove(name);
      return null;
    },
  };
}

function tellOutcome({ source, counts, case: chosen, number, log }: DeskResult): ImportOutcome {
  const told = { source, counts: { ...counts }, leftOut: log.leftOut };
  if (chosen.kind === 'none') return { ...told, case: null };
  const title = chosen.kind === 'here' ? chosen.found.title : chosen.title;
  const differences = chosen.kind === 'here' ? [...chosen.differences] : [];
  return { ...told, case: { number, title, isNew: chosen.kind === 'coming', differences } };
}
