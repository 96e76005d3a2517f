import type { ReadTable, WriteTable } from './operation.ts';

export const settingReads: ReadTable<'settings.get'> = {
  'settings.get': ({ db }) => {
    const rows = db.all<{ name: string; value: string }>('SELECT name, value FROM setting ORDER BY name');
    return Object.fromEntries(rows.map((row) => [row.name, row.value]));
  },
};

export const settingWrites: WriteTable<'settings.set'> = {
  'settings.set': ({ db, changes }, { name, value }) => {
    const changed = db.run(
      `INSERT INTO setting(name, value) VALUES (?, ?)
       ON CONFLICT(name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
      name,
      value,
    );
    if (changed > 0) changes.touch('settings');
    return null;
  },
};
