import type * as z from 'zod';
import type { OperationInput, VendorModule, VendorOperation } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** An operation by its name, without regard to case. @throws AppError `input.invalid` naming those that there are. */
export function findOperation(module: VendorModule, name: string): VendorOperation {
  const wanted = name.toLowerCase();
  const found = module.operations.find((operation) => operation.name.toLowerCase() === wanted);
  if (found !== undefined) return found;
  throw new AppError('input.invalid', `${module.displayName} has no operation "${name.slice(0, 64)}".`, {
    suggestion: `One of: ${module.operations.map((operation) => operation.name).join(', ')}.`,
  });
}

/** Reads an operation's input. @throws AppError `input.invalid` naming the parameter. */
export function parseOperationInput(operation: VendorOperation, input: unknown): OperationInput {
  const parsed = operation.inputSchema.safeParse(input);
  if (parsed.success) return dropUndefined(parsed.data);
  throw new AppError('input.invalid', `${operation.name}: ${describeIssue(parsed.error.issues[0])}.`, {
    suggestion: `Parameters: ${Object.keys(operation.places).join(', ') || 'none'}.`,
  });
}

function dropUndefined(input: Readonly<Record<string, unknown>>): OperationInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'the input is not valid';
  if (issue.code === 'unrecognized_keys') return `there is no parameter "${issue.keys[0]?.slice(0, 64)}"`;
  const place = issue.path.join('.');
  return place === '' ? lower(issue.message) : `${place}: ${lower(issue.message)}`;
}

function lower(text: string): string {
  return text.replace(/^[A-Z](?=[a-z ])/, (first) => first.toLowerCase());
}
