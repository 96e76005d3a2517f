import { type Settings, settingsSchema } from '#shared/contract/schemas.ts';
import { readInput } from '#shared/errors/read-input.ts';
import type { Store } from './ports/store.ts';

/** Preferences of the window and of exports, kept in the store. */
export interface SettingsService {
  get(): Promise<Settings>;
  /** Changes what is given. @throws AppError `input.invalid`. */
  set(change: SettingsChange): Promise<Settings>;
}

/** An absent part stays as it is. */
export type SettingsChange = { readonly [Name in keyof Settings]?: Settings[Name] | undefined };

export interface SettingsServiceParts {
  readonly store: Store;
  /** The name that the operating system knows the analyst by. */
  readonly userName: string;
}

/** Reads settings one by one: a value that does not fit any more falls back to its default, the others stay. */
export function createSettingsService(parts: SettingsServiceParts): SettingsService {
  const defaults: Settings = {
    theme: 'system',
    density: 'compact',
    timeZone: 'utc',
    analystName: settingsSchema.shape.analystName.catch('analyst').parse(parts.userName),
    defaultTlp: 'amber',
    updates: 'manual',
  };

  async function get(): Promise<Settings> {
    const saved = await parts.store.read('settings.get', null);
    const candidate = Object.entries(defaults).map(([name, fallback]) => {
      const schema = settingsSchema.shape[name as keyof Settings];
      const parsed = schema.safeParse(saved[name]);
      return [name, parsed.success ? parsed.data : fallback];
    });
    return settingsSchema.parse(Object.fromEntries(candidate));
  }

  return {
    get,
    async set(change) {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const parsed = readInput(settingsSchema.partial(), given, 'The settings');
      for (const [name, value] of Object.entries(parsed)) {
        if (value === undefined) continue;
        await parts.store.write('settings.set', { name, value });
      }
      return get();
    },
  };
}
