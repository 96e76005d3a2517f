import type { StreamOptionValues } from '../inquiry.ts';
import type { VendorRequest } from '../operation.ts';

/** Options as query parameters of the same names, in the order given; absent ones are left out. */
export function optionsToQuery(options: StreamOptionValues, names: readonly string[]): VendorRequest['query'] {
  return names.flatMap((name) => {
    const value = Object.hasOwn(options, name) ? options[name] : undefined;
    return value === undefined ? [] : [[name, String(value)] as const];
  });
}

/** A text option; undefined when absent. */
export function textOption(options: StreamOptionValues, name: string): string | undefined {
  const value = Object.hasOwn(options, name) ? options[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number option; undefined when absent. */
export function numberOption(options: StreamOptionValues, name: string): number | undefined {
  const value = Object.hasOwn(options, name) ? options[name] : undefined;
  return typeof value === 'number' ? value : undefined;
}
