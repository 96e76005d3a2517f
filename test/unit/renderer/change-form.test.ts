import { describe, expect, it } from 'vitest';
import { emptyForm, fillChangeForm, readChangeForm } from '../../../src/renderer/src/features/outbox/change-form.ts';
import { newIoc, unchangedIoc } from '../../../src/renderer/src/features/outbox/ioc-form.ts';
import { listChoices, longestWord, wordText } from '../../../src/renderer/src/features/outbox/word-choices.ts';

const hostGroupProblem = 'A host group is named by its id of 32 hexadecimal digits.';
const words = {
  types: ['domain', 'sha256'],
  actions: [
    {
      id: 'detect',
      platformsByType: { domain: ['windows', 'linux'], sha256: ['windows'] },
      severities: ['low', 'high'],
    },
    { id: 'prevent', platformsByType: { sha256: ['windows'] }, severities: ['high'] },
  ],
  platforms: ['windows', 'mac', 'linux'],
  severities: ['low', 'high'],
};

describe('the form of a change', () => {
  it.each([
    ['CreateIoCTriageState', { indicator: 'evil.example', triage_state: 'not_reviewed' }],
    [
      'indicator_create_v1',
      {
        comment: 'why',
        retrodetects: true,
        indicators: [
          {
            type: 'sha256',
            value: 'a'.repeat(64),
            action: 'prevent',
            severity: 'high',
            platforms: ['windows'],
            applied_globally: true,
            tags: ['one', 'two'],
            expiration: '2026-12-31T00:00:00Z',
            mobile_action: 'detect',
            metadata: { filename: 'x.exe' },
          },
        ],
      },
    ],
    ['indicator_update_v1', { indicators: [{ id: 'abc', severity: 'low', mobile_action: 'detect' }] }],
    ['indicator_update_v1', { indicators: [{ id: 'abc', metadata: { filename: 'y.exe' } }] }],
    [
      'indicator_update_v1',
      { indicators: [{ id: 'abc', description: null, expiration: null, severity: null, source: null }] },
    ],
    ['indicator_update_v1', { bulk_update: { filter: "type:'domain'", from_parent: false, action: 'detect' } }],
    ['indicator_delete_v1', { ids: ['abc'], comment: 'benign' }],
    ['indicator_delete_v1', { filter: "type:'domain'", from_parent: true }],
    ['ioc_stream_notification_delete', { id: '123' }],
    ['ioc_stream_delete', { filter: 'origin:hunting' }],
  ])('of %s gives back what it was filled with, members without a field included', (operation, input) => {
    expect(readChangeForm(operation, fillChangeForm(operation, input))).toEqual({ input });
  });

  it('makes a row per line, on all hosts unless groups are named', () => {
    const form = { ...emptyForm('indicator_create_v1'), lines: ' a.example \n\nb.example\n' };
    const read = readChangeForm('indicator_create_v1', form);
    expect(read).toMatchObject({
      input: {
        indicators: [
          { type: 'domain', value: 'a.example', action: 'detect', severity: 'high', applied_globally: true },
          { type: 'domain', value: 'b.example' },
        ],
      },
    });
    const grouped = { ...form, ioc: { ...form.ioc, hostGroups: `${'a'.repeat(32)}, ${'b'.repeat(32)}` } };
    expect(readChangeForm('indicator_create_v1', grouped)).toMatchObject({
      input: { indicators: [{ host_groups: ['a'.repeat(32), 'b'.repeat(32)], applied_globally: false }, {}] },
    });
  });

  it('takes a day of expiry only as days are written here', () => {
    const read = (expiration: string) => {
      const form = { ...emptyForm('indicator_create_v1'), lines: 'a.example' };
      return readChangeForm('indicator_create_v1', { ...form, ioc: { ...form.ioc, expiration } });
    };
    expect(read('2026-12-31')).toMatchObject({ input: { indicators: [{ expiration: '2026-12-31T00:00:00Z' }] } });
    for (const wrong of ['31.12.2026', '12/31/2026', '2026-02-31', '2026-12-31 10:00'])
      expect(read(wrong)).toEqual({ problem: 'The day of expiry is written as 2026-12-31.' });
  });

  it('sends no severity where the action carries none', () => {
    const form = emptyForm('indicator_create_v1');
    const read = readChangeForm('indicator_create_v1', {
      ...form,
      lines: 'a.example',
      ioc: { ...form.ioc, action: 'allow' },
    });
    expect(JSON.stringify(read)).not.toContain('severity');
  });

  it.each([
    ['indicator_create_v1', {}, 'At least one line is needed.'],
    ['indicator_update_v1', { lines: 'abc' }, 'Nothing is changed yet.'],
    ['indicator_delete_v1', { by: 'filter' as const }, 'A filter is needed.'],
    ['ioc_stream_notification_delete', { lines: '1\n2' }, 'One at a time, please.'],
    ['indicator_create_v1', { lines: 'a.example', ioc: { ...newIoc, hostGroups: 'servers' } }, hostGroupProblem],
    [
      'indicator_update_v1',
      { lines: 'abc', ioc: { ...unchangedIoc, source: 'x'.repeat(257) } },
      'The source has more than 256 characters.',
    ],
    [
      'indicator_update_v1',
      { by: 'filter' as const, filter: "type:'md5'", ioc: { ...unchangedIoc, description: null } },
      'By filter nothing can be cleared.',
    ],
  ])('of %s says what is missing or wrong', (operation, change, problem) => {
    expect(readChangeForm(operation, { ...emptyForm(operation), ...change })).toEqual({ problem });
  });
});

describe('what there is to choose from', () => {
  it('is what the tenant allows for the type and the action', () => {
    expect(listChoices(words, { type: 'domain', action: 'detect' })).toEqual({
      types: ['domain', 'sha256'],
      actions: ['detect'],
      platforms: ['windows', 'linux'],
      severities: ['low', 'high'],
    });
    expect(listChoices(words, { type: 'sha256', action: 'prevent' })).toMatchObject({
      actions: ['detect', 'prevent'],
      platforms: ['windows'],
      severities: ['high'],
    });
  });

  it('is what the documents name until the tenant was asked', () => {
    const choices = listChoices(null, { type: 'domain', action: 'detect' });
    expect(choices.actions).toEqual(['no_action', 'allow', 'detect', 'prevent', 'prevent_no_ui']);
    expect(choices.platforms).toEqual(['windows', 'mac', 'linux']);
  });
});

describe("a tenant's word as plain text", () => {
  it('shows what nobody would see, and ends without half a character', () => {
    expect(wordText('detect')).toBe('detect');
    expect(wordText('de\u202Etect\u200B')).toBe('de⟨U+202E⟩tect⟨U+200B⟩');
    expect(wordText('😀'.repeat(longestWord + 1))).toBe('😀'.repeat(longestWord));
  });
});
