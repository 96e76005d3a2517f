import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `files.*`: a file of the window arrives in pieces. */
export function createFileHandlers({ uploads }: Pick<Services, 'uploads'>): DomainHandlers<'files'> {
  return {
    'files.open': async (file) => ({ id: uploads.open(file) }),
    'files.append': async ({ id, base64 }) => {
      uploads.append(
        id,
        Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
      );
      return null;
    },
    'files.drop': async ({ id }) => {
      uploads.drop(id);
      return null;
    },
  };
}
