import { documentedOperations } from '../../vendors/documented-operations.ts';
import type { EmulatorRequest } from './reply.ts';

/** Names that the documents give a query of this method and path; undefined for a place that they do not know. */
function namesFor(vendor: string, { method, path }: Pick<EmulatorRequest, 'method' | 'path'>) {
  return documentedOperations.find(
    (one) => one.vendor === vendor && one.method === method && patternOf(one.path).test(path),
  )?.parameters;
}

function patternOf(path: string): RegExp {
  // The day of a curated file may be left out together with its underscore.
  const open = path.replace('{name}_{date}.{format}', '{file}');
  const parts = open.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}

/**
 * The first name in a query that the vendor's documents do not know, so that a slip of the client is not overlooked.
 * @param further names that the notes mention beside them: the key in the address, older spellings.
 */
export function findUndocumented(
  vendor: string,
  request: EmulatorRequest,
  further: readonly string[] = [],
): string | undefined {
  const names = namesFor(vendor, request);
  if (names === undefined) return undefined;
  return [...request.query.keys()].find((name) => !names.includes(name) && !further.includes(name));
}
