import type { AccountNotice, VendorModule } from '#main/vendors/vendor.ts';
import type { ConnectionFinding } from '#shared/contract/schemas.ts';
import type { AppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/codes.ts';
import { nextStepOf } from '#shared/errors/explanations.ts';
import { type FindingKind, findingSteps } from '#shared/errors/finding-kinds.ts';

/** Where an error does not say itself what it is about. */
const kindsByCode: Partial<Record<ErrorCode, FindingKind>> = {
  'credential.missing': 'secretMissing',
  'credential.storeUnavailable': 'vaultUnavailable',
  'credential.rejected': 'keyRejected',
  'vendor.forbidden': 'missingScope',
  'vendor.rateLimited': 'rateLimited',
  'vendor.unavailable': 'vendorUnavailable',
  'network.timeout': 'timeout',
};

/** What an error of a test means to whoever has to mend it; pure. */
export function findingOfError(error: AppError, module: Pick<VendorModule, 'sites'>): ConnectionFinding {
  const kind = error.finding ?? kindsByCode[error.code] ?? null;
  const step = error.suggestion ?? (kind === null ? nextStepOf(error.code) : findingSteps[kind]);
  return { kind, severity: 'fault', problem: error.message, nextStep: [step, ...siteAdvice(error, module)].join(' ') };
}

/** A remark about an account that works all the same; pure. */
export function findingOfNotice({ finding, text, nextStep }: AccountNotice): ConnectionFinding {
  return { kind: finding, severity: 'warning', problem: text, nextStep: nextStep ?? findingSteps[finding] };
}

function siteAdvice(error: AppError, { sites }: Pick<VendorModule, 'sites'>): readonly string[] {
  if (error.code !== 'credential.rejected' || sites.length === 0 || /\bsite\b/.test(error.suggestion ?? '')) return [];
  return ['Check the site too: a key is good for its own site only.'];
}
