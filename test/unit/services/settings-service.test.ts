import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '#main/services/ports/store.ts';
import { createSettingsService } from '#main/services/settings-service.ts';
import { makeDataFolder, openTestStore } from '../../support/store.ts';

let data: ReturnType<typeof makeDataFolder>;
let store: Store;

beforeEach(async () => {
  data = makeDataFolder();
  store = await openTestStore('inline', data.folder);
});

afterEach(async () => {
  await store.close();
  data.remove();
});

it('has a default for everything, the analyst being who the system says', async () => {
  expect(await createSettingsService({ store, userName: 'ada' }).get()).toEqual({
    theme: 'system',
    density: 'compact',
    timeZone: 'utc',
    analystName: 'ada',
    defaultTlp: 'amber',
    updates: 'manual',
  });
  expect((await createSettingsService({ store, userName: ' ' }).get()).analystName).toBe('analyst');
});

it('keeps what is set, and only that', async () => {
  const settings = createSettingsService({ store, userName: 'ada' });
  expect(await settings.set({ theme: 'dark', defaultTlp: undefined })).toMatchObject({ theme: 'dark' });
  expect(await store.read('settings.get', null)).toEqual({ theme: 'dark' });
  await settings.set({ analystName: ' Grace Hopper ' });
  expect(await createSettingsService({ store, userName: 'ada' }).get()).toMatchObject({
    theme: 'dark',
    analystName: 'Grace Hopper',
  });
});

it('falls back to the default of what does not fit any more, and keeps the rest', async () => {
  await store.write('settings.set', { name: 'theme', value: 'sepia' });
  await store.write('settings.set', { name: 'density', value: 'comfortable' });
  await store.write('settings.set', { name: 'unknown', value: 'x' });
  expect(await createSettingsService({ store, userName: 'ada' }).get()).toMatchObject({
    theme: 'system',
    density: 'comfortable',
  });
});

it('changes nothing when one of several is wrong', async () => {
  const settings = createSettingsService({ store, userName: 'ada' });
  await expect(settings.set({ theme: 'dark', analystName: '' })).rejects.toMatchObject({ code: 'input.invalid' });
  expect(await store.read('settings.get', null)).toEqual({});
});
