import type { VendorPush } from '#main/vendors/push.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** The way of a write through the outbox. @throws AppError `input.invalid` for a read, or a write of another build. */
export function findPush(module: VendorModule, operation: string): VendorPush {
  const found = module.pushes.find((push) => push.operation === operation);
  if (found !== undefined) return found;
  throw new AppError('input.invalid', `${operation} cannot be queued.`, {
    suggestion: `What can be queued: ${module.pushes.map((push) => push.operation).join(', ') || 'nothing'}.`,
  });
}
