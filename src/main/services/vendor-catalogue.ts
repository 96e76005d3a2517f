import type { VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** The vendors of this build, loaded when first asked for: most commands need none of them. */
export interface VendorCatalogue {
  list(): Promise<readonly VendorModule[]>;
  /** @throws AppError `input.invalid` naming the known ones. */
  find(id: string): Promise<VendorModule>;
}

/** A catalogue over the registry. */
export function createVendorCatalogue(load: () => Promise<readonly VendorModule[]>): VendorCatalogue {
  let loading: Promise<readonly VendorModule[]> | undefined;
  const list = (): Promise<readonly VendorModule[]> => {
    loading ??= load();
    return loading;
  };
  return {
    list,
    async find(id) {
      const modules = await list();
      const found = modules.find((module) => module.id === id);
      if (found !== undefined) return found;
      throw new AppError('input.invalid', 'There is no such vendor.', {
        suggestion: `One of: ${modules.map((module) => module.id).join(', ')}.`,
      });
    },
  };
}
