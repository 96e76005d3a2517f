import type { OperationInput, VendorOperation } from '#main/vendors/operation.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { findProblem, joinRule } from '#shared/errors/read-input.ts';

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
  const problem = findProblem(operation.inputSchema, input);
  if (problem === undefined) return dropUndefined(operation.inputSchema.parse(input));
  throw new AppError(
    'input.invalid',
    `${operation.name}: ${joinRule(problem.path.join('.') || 'the input', problem.rule)}`,
    {
      suggestion: `Parameters: ${Object.keys(operation.places).join(', ') || 'none'}.`,
    },
  );
}

function dropUndefined(input: Readonly<Record<string, unknown>>): OperationInput {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
