import * as z from 'zod';
import type { HttpAnswer } from '#main/ports/ports.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { OperationInput, ParameterPlace, VendorOperation, VendorRequest } from '../operation.ts';
import { decodeText, readJson } from './json-answer.ts';

/** Parameters by name, each a schema with a description. */
type Shape = Readonly<Record<string, z.ZodType>>;

/** What a module states of an operation. */
export interface OperationFacts {
  readonly name: string;
  readonly kind: 'read' | 'write';
  readonly method: VendorRequest['method'];
  readonly path: string;
  readonly summary: string;
  readonly scope: string;
  readonly verified: 'recording' | 'description';
  readonly parameters: { readonly path?: Shape; readonly query?: Shape; readonly body?: Shape };
  /** What must hold between parameters: what is wrong in words, undefined when nothing is. */
  readonly check?: (input: OperationInput) => string | undefined;
  /** What is sent for an input, where that is not one parameter each under its own name. */
  readonly place?: {
    readonly path?: (input: OperationInput) => string;
    readonly query?: (input: OperationInput) => OperationInput;
    readonly body?: (input: OperationInput) => unknown;
  };
  /** Lenient to members that we do not know. */
  readonly output: z.ZodType;
  /** A read that must not be repeated blindly, since it starts something at the vendor. */
  readonly isOnce?: boolean;
  readonly isText?: (input: OperationInput) => boolean;
  readonly isAnswer?: (answer: HttpAnswer) => boolean;
  /** Parameter with a list of which the vendor takes only so many at once. */
  readonly batch?: { readonly parameter: string; readonly size: number };
  /** Puts the outputs of all calls together; absent: there is one. */
  readonly join?: (outputs: readonly unknown[], input: OperationInput) => unknown;
}

/** An operation out of its facts: the flat input, where each parameter goes, how the answer is read. */
export function defineOperation(facts: OperationFacts): VendorOperation {
  const { path = {}, query = {}, body = {} } = facts.parameters;
  const inputSchema = z.strictObject({ ...path, ...query, ...body });
  const { check, isAnswer } = facts;
  return {
    name: facts.name,
    kind: facts.kind,
    method: facts.method,
    path: facts.path,
    summary: facts.summary,
    scope: facts.scope,
    verified: facts.verified,
    inputSchema:
      check === undefined
        ? inputSchema
        : inputSchema.superRefine((input, context) => {
            const message = check(input);
            if (message !== undefined) context.addIssue({ code: 'custom', message });
          }),
    places: { ...placed(path, 'path'), ...placed(query, 'query'), ...placed(body, 'body') },
    requests: (input) => splitInput(facts, input).map((part) => buildRequest(facts, part)),
    read: (answer) => readOutput(facts, answer),
    join: facts.join ?? (([output]) => output),
    ...(isAnswer === undefined ? {} : { isAnswer }),
  };
}

function placed(shape: Shape, place: ParameterPlace): Readonly<Record<string, ParameterPlace>> {
  return Object.fromEntries(Object.keys(shape).map((name) => [name, place]));
}

function splitInput({ batch }: OperationFacts, input: OperationInput): readonly OperationInput[] {
  const values = batch === undefined ? undefined : input[batch.parameter];
  if (batch === undefined || !Array.isArray(values) || values.length <= batch.size) return [input];
  const count = Math.ceil(values.length / batch.size);
  return Array.from({ length: count }, (_, index) => ({
    ...input,
    [batch.parameter]: values.slice(index * batch.size, (index + 1) * batch.size),
  }));
}

function buildRequest(facts: OperationFacts, input: OperationInput): VendorRequest {
  const { parameters, place = {} } = facts;
  const asked = (place.query ?? ((all) => pick(all, parameters.query)))(input);
  const body = (place.body ?? ((all) => pick(all, parameters.body)))(input);
  return {
    method: facts.method,
    path: (place.path ?? ((all) => fillPath(facts.path, all)))(input),
    query: Object.entries(asked).flatMap(([name, value]) => toPairs(name, value)),
    ...(parameters.body === undefined ? {} : { body }),
    ...(facts.kind === 'read' && facts.isOnce !== true ? { isRepeatable: true } : {}),
    ...(facts.isText?.(input) === true ? { isText: true } : {}),
  };
}

function pick(input: OperationInput, shape: Shape = {}): OperationInput {
  return Object.fromEntries(Object.entries(input).filter(([name]) => Object.hasOwn(shape, name)));
}

/** A list becomes a repeated parameter. */
function toPairs(name: string, value: unknown): readonly (readonly [string, string])[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)] as const);
}

/** `{name}` filled in, percent-encoded: a value can never leave its segment. */
export function fillPath(path: string, input: OperationInput): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeSegment(String(input[name])));
}

/** One segment of a path. Dots alone would climb however they are spelled: the address of a request is refused for them. */
export function encodeSegment(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** An answer without a body says nothing, which is `null`; a file of text is its text. */
function readOutput(facts: OperationFacts, answer: HttpAnswer): unknown {
  if (answer.body.length === 0) return null;
  if (facts.isText !== undefined && !isJson(answer)) return decodeText(answer);
  const parsed = facts.output.safeParse(readJson(answer));
  if (parsed.success) return parsed.data;
  throw new AppError('vendor.badResponse', `The answer does not have the form of ${facts.name}.`, {
    cause: parsed.error,
  });
}

function isJson({ headers }: HttpAnswer): boolean {
  return /json/i.test(headers['content-type'] ?? '');
}
