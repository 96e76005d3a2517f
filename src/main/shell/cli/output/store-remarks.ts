import type { Services } from '#main/services/services.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { StoreFinding } from '#shared/model/store-health.ts';
import { findingWords } from '#shared/text/finding-words.ts';

/** What there is to say of the stored data as a whole after any command over it, a line each: what hinders it, what is wrong with it. */
export async function storeRemarks({ info, care }: Pick<Services, 'info' | 'care'>): Promise<readonly string[]> {
  const warning = await info.storageWarning();
  return [...(warning === null ? [] : [warning]), ...(await findings(care)).map(describeFinding)];
}

async function findings(care: Services['care']): Promise<readonly StoreFinding[]> {
  try {
    return await care.health();
  } catch (error) {
    // The command has told that the store cannot be opened.
    if (error instanceof AppError) return [];
    throw error;
  }
}

function describeFinding({ kind, reference }: StoreFinding): string {
  const { matter, effect, nextStep } = findingWords[kind];
  const trace = reference === null ? 'storage.corrupt' : `storage.corrupt, in the log as ${reference}`;
  return `${matter} ${effect} ${nextStep} (${trace})`;
}
