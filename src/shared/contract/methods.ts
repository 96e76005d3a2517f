import type * as z from 'zod';
import { casesMethods } from './methods/cases.ts';
import { exploreMethods } from './methods/explore.ts';
import { exportsMethods } from './methods/exports.ts';
import { filesMethods } from './methods/files.ts';
import { programMethods } from './methods/program.ts';
import { sourcesMethods } from './methods/sources.ts';
import { vendorCallsMethods } from './methods/vendor-calls.ts';

/** Every method of the application; both ends of a bridge and the tests derive from it. No method returns a secret or takes a path, SQL or URL to fetch. */
export const methods = {
  ...programMethods,
  ...sourcesMethods,
  ...vendorCallsMethods,
  ...exploreMethods,
  ...casesMethods,
  ...filesMethods,
  ...exportsMethods,
} as const;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
export type MethodInput<Name extends MethodName> = z.input<Methods[Name]['input']>;
/** What a handler receives: parsed. */
export type MethodParsedInput<Name extends MethodName> = z.output<Methods[Name]['input']>;
export type MethodOutput<Name extends MethodName> = z.output<Methods[Name]['output']>;
