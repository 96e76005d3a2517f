import { openTestStore } from './store.ts';

/** Leaves network settings that no version can read, as a second process would. */
export async function spoilNetworkSettings(dataFolder: string): Promise<void> {
  const store = await openTestStore('inline', dataFolder);
  await store.write('settings.set', { name: 'network', value: '{"proxy":' });
  await store.close();
}
