import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** Longest answer that is shown, in UTF-16 code units; the command line prints all of it. */
const textLengthLimit = 262_144;

/** `operations.*`. */
export function createOperationHandlers({ operations }: Pick<Services, 'operations'>): DomainHandlers<'operations'> {
  return {
    'operations.list': async ({ id }) => [...(await operations.list(id))],
    'operations.forgetRefusal': async ({ id, operation }) => {
      await operations.forgetRefusal(id, operation);
      return null;
    },
    'operations.run': async ({ id, ...request }) => {
      // Nobody can cancel it from here: its own limits end it.
      const { signal } = new AbortController();
      const { output, refusal } = await operations.run({ connection: id, ...request }, signal);
      const text = JSON.stringify(output, null, 2);
      return {
        text: text.slice(0, textLengthLimit),
        cut: text.length > textLengthLimit,
        refusal: refusal === null ? null : { message: refusal.error.message, isPartial: refusal.isPartial },
      };
    },
  };
}
