import * as z from 'zod';
import {
  backupListSchema,
  backupResultSchema,
  diagnosticsSchema,
  repairResultSchema,
  restoreResultSchema,
} from '../../model/care.ts';
import { connectionIdSchema } from '../../model/ids.ts';
import { networkSettingsSchema, pemTextSchema, proxySettingsSchema } from '../../model/network.ts';
import { storeHealthSchema } from '../../model/store-health.ts';
import { releaseFileNameSchema, updateStatusSchema } from '../../model/update.ts';
import { method } from '../method.ts';
import { appInfoSchema, nothingSchema, settingsSchema, vaultStatusSchema } from '../schemas.ts';

/** Methods around the program itself: settings, keychain, network, care of the data. */
export const programMethods = {
  /** The window no longer waits for one of its calls, named by the number that it gave it. */
  'calls.cancel': method({ input: z.strictObject({ id: z.number().int().min(0) }), output: nothingSchema }),

  'app.info': method({ input: nothingSchema, output: appInfoSchema }),

  'settings.get': method({ input: nothingSchema, output: settingsSchema }),
  'settings.set': method({ input: settingsSchema.partial(), output: settingsSchema }),

  'vault.status': method({ input: nothingSchema, output: vaultStatusSchema }),

  'network.get': method({ input: nothingSchema, output: networkSettingsSchema }),
  'network.setProxy': method({ input: proxySettingsSchema, output: networkSettingsSchema }),
  /** A secret: it goes to the keychain; null removes it. */
  'network.setProxyLogin': method({
    input: z.strictObject({
      login: z.strictObject({ user: z.string().min(1).max(256), password: z.string().min(1).max(1_024) }).nullable(),
    }),
    output: networkSettingsSchema,
  }),
  /** Trusts the certificates of PEM texts, for one connection or for all. */
  'network.addAuthorities': method({
    input: z.strictObject({ pem: pemTextSchema, connectionId: connectionIdSchema.nullable() }),
    output: networkSettingsSchema,
  }),
  'network.removeAuthority': method({
    input: z.strictObject({
      fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
      connectionId: connectionIdSchema.nullable(),
    }),
    output: networkSettingsSchema,
  }),

  'updates.status': method({ input: nothingSchema, output: updateStatusSchema }),
  /** Asks the place that the build names, which is all that it can ask. */
  'updates.look': method({ input: nothingSchema, output: updateStatusSchema }),
  /** A file that the last look found, by its name. Main asks for the place; null when the user cancelled. */
  'updates.download': method({
    input: z.strictObject({ name: releaseFileNameSchema }),
    output: z.strictObject({ place: z.string() }).nullable(),
  }),
  'updates.cancel': method({ input: nothingSchema, output: nothingSchema }),

  /** Main asks for the place; null when the user cancelled. */
  'care.backUp': method({ input: nothingSchema, output: backupResultSchema.nullable() }),
  /** The backups in the folder for exports. */
  'care.listBackups': method({ input: nothingSchema, output: backupListSchema }),
  /** Puts one of them, named as it was listed, in the place of the database; what was there is kept. */
  'care.restore': method({
    input: z.strictObject({ name: z.string().min(1).max(255) }),
    output: restoreResultSchema,
  }),
  /** Saves the analyst's own work from a damaged database into a new one; a sound one is left alone. */
  'care.repair': method({ input: nothingSchema, output: repairResultSchema }),
  /** What is known to be wrong with the stored data. */
  'care.health': method({ input: nothingSchema, output: storeHealthSchema }),
  /** Collects what a support needs to know; nothing is saved yet. */
  'care.diagnose': method({ input: nothingSchema, output: diagnosticsSchema }),
  /** Saves what was shown, under its id. Main asks for the place; null when the user cancelled. */
  'care.saveDiagnostics': method({
    input: z.strictObject({ id: z.number().int().min(0) }),
    output: z.strictObject({ place: z.string() }).nullable(),
  }),
} as const;
