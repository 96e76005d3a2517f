import { asRecord } from '../../emulators/kit/reply.ts';
import type { AllEmulators } from '../../emulators/start-all.ts';
import { nastyValues } from '../../support/nasty-values.ts';

/** Hostile texts that a record can be about; a vendor that sends an empty one has sent a bad record. */
export const hostileValues: readonly string[] = nastyValues.filter((text) => text.trim() !== '');

/** Makes Datadog's records carry hostile texts in every member that is shown: one per record, over and over. */
export function poisonDatadog(emulators: AllEmulators): void {
  emulators.datadog.faults.add({
    when: { path: '/ioc-explorer', method: 'GET' },
    fault: {
      kind: 'custom',
      run: async ({ request, answer }) => {
        const reply = await answer();
        const value: unknown = structuredClone(reply.value);
        const first = Number(request.query.get('offset') ?? '0');
        recordsOf(value).forEach((record, at) => {
          const text = hostileValues[first + at];
          if (text !== undefined) poison(record, text);
        });
        return { ...reply, value };
      },
    },
  });
}

function recordsOf(value: unknown): Record<string, unknown>[] {
  const records = asRecord(asRecord(asRecord(value)?.['data'])?.['attributes'])?.['data'];
  // A copy of the emulator's own answer, whose records are plain objects.
  return Array.isArray(records) ? (records as Record<string, unknown>[]) : [];
}

function poison(record: Record<string, unknown>, text: string): void {
  record['id'] = text;
  record['indicator'] = text;
  record['indicator_type'] = text;
  record['tags'] = [text];
  record['categories'] = [text];
  record['malicious_sources'] = [{ name: text }];
  record['as_type'] = text;
  // The highest score, so that they stand first in every result.
  record['score'] = 100;
}
