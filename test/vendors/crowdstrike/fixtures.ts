import { readFileSync } from 'node:fs';

const folder = new URL('../../fixtures/vendors/crowdstrike/', import.meta.url);

/** A recorded file, parsed. */
export function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
}

/** Status and body of a recorded answer. */
export function readRecordedAnswer(name: string): { readonly status: number; readonly body: unknown } {
  const { response } = readFixture(name) as { response: { status: number; body: unknown } };
  return response;
}

/** An IOC record as the service writes it; what is changed to undefined is left out. */
export function iocRecord(change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    id: 'b6a1bcdf2fa769bf8dda4de983ac312e8b3f7ea66b154d8e1726781bc93388b8',
    type: 'domain',
    value: 'evil.example',
    source: 'incident response',
    action: 'detect',
    severity: 'high',
    platforms: ['windows', 'mac'],
    tags: ['loader'],
    expired: false,
    deleted: false,
    applied_globally: true,
    from_parent: false,
    created_on: '2026-11-01T08:00:00.1Z',
    created_by: 'maya@soc.example',
    modified_on: '2026-11-02T09:30:00.123456789Z',
    modified_by: 'maya@soc.example',
    ...change,
  };
}
