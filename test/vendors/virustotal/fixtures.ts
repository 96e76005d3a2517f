import { readFileSync } from 'node:fs';

const folder = new URL('../../fixtures/vendors/virustotal/', import.meta.url);

/** The body of a recorded answer. */
export function readRecordedBody(name: string): unknown {
  const file = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { response: { body: unknown } };
  return file.response.body;
}

/** A notification about a domain as a full item; descriptors have no attributes. */
export function streamItem(change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return { type: 'domain', id: 'evil.example', context_attributes: context(), ...change };
}

/** Why an item is in the stream. */
export function context(change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    notification_id: '23407791592',
    origin: 'hunting',
    notification_date: 1_759_895_727,
    sources: [{ id: '23393991820', type: 'hunting_ruleset', label: 'Loaders' }],
    tags: ['loaders', 'loader_panel'],
    hunting_info: { rule_name: 'Loader_Panel', snippet: '41 41  AA' },
    ...change,
  };
}
