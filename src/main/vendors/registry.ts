import { AppError } from '#shared/errors/app-error.ts';
import { crowdstrike } from './crowdstrike/index.ts';
import { datadog } from './datadog/index.ts';
import { threatgrid } from './threatgrid/index.ts';
import type { VendorModule } from './vendor.ts';
import { virustotal } from './virustotal/index.ts';

/** The vendors of this build, one line each. */
export const vendors: readonly VendorModule[] = [datadog, crowdstrike, threatgrid, virustotal];

/** A vendor by its id. @throws AppError `input.invalid` when this build has none of that name. */
export function findVendor(id: string): VendorModule {
  const found = vendors.find((vendor) => vendor.id === id);
  if (found === undefined) throw new AppError('input.invalid', 'There is no such vendor.');
  return found;
}
