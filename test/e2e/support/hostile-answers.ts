import { asRecord } from '../../emulators/kit/reply.ts';
import type { AllEmulators } from '../../emulators/start-all.ts';
import type { WorldVendor } from '../../emulators/world/types.ts';

type Json = Record<string, unknown>;

/** Whose records stand where in an answer, and what of one is foreign text. */
interface Poison {
  readonly vendor: WorldVendor;
  readonly path: string;
  readonly recordsOf: (answer: Json | undefined) => unknown;
  readonly poison: (record: Json, text: string, more: readonly string[]) => void;
}

const poisons: readonly Poison[] = [
  {
    vendor: 'datadog',
    path: '/ioc-explorer',
    recordsOf: (answer) => asRecord(asRecord(answer?.['data'])?.['attributes'])?.['data'],
    poison(record, text, more) {
      Object.assign(record, {
        // The highest score, so that they stand first in every result.
        ...{ id: text, indicator: text, indicator_type: text, score: 100 },
        ...{ tags: more, categories: more, as_type: text, as_number: text, triaged_by: text },
        ...{ malicious_sources: more.map((name) => ({ name })), suspicious_sources: [{ name: text }] },
      });
    },
  },
  {
    vendor: 'crowdstrike',
    path: '/iocs/combined/indicator/v1',
    recordsOf: (answer) => answer?.['resources'],
    poison(record, text, more) {
      Object.assign(record, {
        ...{ type: text, value: text, action: text, severity: text, source: text, description: text },
        ...{ tags: more, platforms: more, created_by: text, modified_by: text },
      });
      // Put aside with its reason and its text.
      if (text.length % 11 === 0) record['id'] = { nothing: text };
    },
  },
  {
    vendor: 'threatgrid',
    path: '/iocs/feeds/',
    recordsOf: (answer) => asRecord(answer?.['data'])?.['items'],
    poison(record, text) {
      for (const name of ['ioc', 'path', 'registry_key', 'domain', 'url', 'ip', 'src', 'dst']) {
        if (name in record) record[name] = text;
      }
    },
  },
  {
    vendor: 'virustotal',
    path: '/ioc_stream',
    recordsOf: (answer) => answer?.['data'],
    poison(record, text, more) {
      const attributes = asRecord(record['attributes']) ?? {};
      record['attributes'] = {
        ...attributes,
        ...{ meaningful_name: text, title: text, as_owner: text, tags: more, threat_names: more },
        ...{ categories: Object.fromEntries(more.map((one, at) => [`engine ${at}`, one])) },
      };
      record['context_attributes'] = {
        ...asRecord(record['context_attributes']),
        ...{ sources: more.map((label) => ({ id: label, type: 'threat_actor', label })), tags: more },
        hunting_info: { rule_name: text },
      };
    },
  },
];

/**
 * Makes all four vendors say hostile texts in every member that is shown: one in a record, the next ones in its lists, over and
 * over.
 *
 * @returns turns the descriptive members on by one text, so that every record has changed since.
 */
export function poisonAnswers(emulators: AllEmulators, texts: readonly string[]): () => void {
  let turn = 0;
  const at = (index: number): string => texts[index % texts.length] ?? '';
  for (const { vendor, path, recordsOf, poison } of poisons) {
    const places = new Map<string, number>();
    emulators[vendor].faults.add({
      when: { path, method: 'GET' },
      fault: {
        kind: 'custom',
        async run({ answer }) {
          const reply = await answer();
          const value: unknown = structuredClone(reply.value);
          const records = recordsOf(asRecord(value));
          for (const record of Array.isArray(records) ? (records as Json[]) : []) {
            const key = JSON.stringify(record);
            const place = places.get(key) ?? places.size;
            places.set(key, place);
            const more = [place, place + 1, place + 2].map((near) => at(near + turn));
            poison(record, at(place), more);
          }
          return { ...reply, value };
        },
      },
    });
  }
  return () => {
    turn += 1;
  };
}
