import { lstat, readFile, stat } from 'node:fs/promises';
import * as z from 'zod';
import { type UpdatePolicy, updateModes } from '#shared/model/update.ts';
import { errnoOf } from './system-errors.ts';

const policySchema = z.strictObject({ updates: z.enum(updateModes) });
const sizeLimitBytes = 64 * 1024;

/**
 * Where administrators put it. Spelled out: `%ProgramData%` is a variable, which whoever starts the program could set to get around
 * the policy.
 */
export function policyPathOf(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'C:\\ProgramData\\Sightline\\policy.json';
  if (platform === 'darwin') return '/Library/Application Support/Sightline/policy.json';
  return '/etc/sightline/policy.json';
}

/** The policy of this computer. Anything at its place that is not a policy says that there is one, which cannot be understood. */
export function createUpdatePolicyFile(path: string = policyPathOf(process.platform)) {
  return { path, read: () => readPolicy(path) };
}

async function readPolicy(path: string): Promise<UpdatePolicy> {
  try {
    // The link itself, if it is one: a link that leads nowhere is there, too.
    await lstat(path);
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? { kind: 'none' } : { kind: 'unreadable' };
  }
  try {
    const facts = await stat(path);
    // A pipe would keep the reader waiting.
    if (!facts.isFile() || facts.size > sizeLimitBytes) return { kind: 'unreadable' };
    // Windows' editors begin a file with a mark.
    const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
    return { kind: 'ceiling', mode: policySchema.parse(JSON.parse(text)).updates };
  } catch {
    return { kind: 'unreadable' };
  }
}
