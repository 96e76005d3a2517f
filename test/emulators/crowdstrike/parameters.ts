import { ApiProblem } from './problem.ts';

/**
 * Reads a boolean query parameter; undefined when absent or empty.
 * @throws ApiProblem 400 for anything but true and false.
 */
export function readFlag(query: URLSearchParams, name: string): boolean | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (text !== 'true' && text !== 'false') throw new ApiProblem(400, `${name}: expected a boolean`);
  return text === 'true';
}

/** Reads an optional text parameter; undefined when absent. */
export function readText(query: URLSearchParams, name: string): string | undefined {
  return query.get(name) ?? undefined;
}

/**
 * Reads a text parameter that must be there.
 * @throws ApiProblem 400 otherwise.
 */
export function requireText(query: URLSearchParams, name: string): string {
  const text = query.get(name);
  if (text === null || text === '') throw new ApiProblem(400, `${name}: required parameter is missing`);
  return text;
}
