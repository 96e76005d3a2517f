import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TemplateFolder } from '#main/ports/template-folder.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { errnoOf } from './system-errors.ts';

const ending = '.liquid';
/** Beyond this it is no template. */
const sizeLimitBytes = 256 * 1024;
const mostTemplates = 200;

/** Templates as files `<name>.liquid` in one folder; its sub-folders and links out of it are not looked into. */
export function createTemplateFolder(folder: string): TemplateFolder {
  const list = async (): Promise<readonly string[]> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return [];
      throw new AppError('state.notFound', 'The folder of templates cannot be read.', { cause: error });
    });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
      .map(({ name }) => name.slice(0, -ending.length))
      .sort()
      .slice(0, mostTemplates);
  };
  return {
    path: folder,
    list,
    async read(name) {
      const known = await list();
      // The name is looked up, never joined: what is no file of this folder is not found.
      const found = known.find((one) => one === name);
      if (found === undefined) throw unknownTemplate(known);
      return readLimited(join(folder, `${found}${ending}`));
    },
  };
}

function unknownTemplate(known: readonly string[]): AppError {
  return new AppError('state.notFound', 'There is no template of that name.', {
    suggestion:
      known.length === 0
        ? `Put files ending in ${ending} into the folder "templates" of the data folder.`
        : `Use one of: ${known.join(', ')}.`,
  });
}

async function readLimited(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    if ((await file.stat()).size > sizeLimitBytes) {
      throw new AppError('input.tooLarge', 'The template is too long.', {
        suggestion: 'A template has 64 KB at most.',
      });
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}
