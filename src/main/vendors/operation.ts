/** A documented call of a vendor, and how it is asked for. */
import type * as z from 'zod';
import type { HttpAnswer } from '#main/ports/ports.ts';

/** A call to a vendor without origin and secret: those are added at the last moment, by the kit. */
export interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Sent as JSON. */
  readonly body?: unknown;
  /** A `POST` that only asks, so it may be repeated like a `GET`. */
  readonly isRepeatable?: boolean;
  /** A 404 is an answer: there is nothing. */
  readonly mayBeMissing?: boolean;
  /** The answer is not JSON but a file of text (CSV, STIX as XML, rules). */
  readonly isText?: boolean;
}

/** Input of an operation: one flat object under the vendor's own names; the operation knows what goes where. */
export type OperationInput = Readonly<Record<string, unknown>>;

/** Where a parameter goes: into the path, the query or the body. */
export type ParameterPlace = 'path' | 'query' | 'body';

/** A documented call beside the streams; made by `defineOperation`. */
export interface VendorOperation {
  /** As the vendor names it. */
  readonly name: string;
  /** `write`: changes something at the vendor, so it is sent once, on an explicit act. */
  readonly kind: 'read' | 'write';
  readonly method: VendorRequest['method'];
  /** With `{name}` where a parameter goes. */
  readonly path: string;
  readonly summary: string;
  /** Every documented parameter; strict, with a description each. */
  readonly inputSchema: z.ZodObject;
  readonly places: Readonly<Record<string, ParameterPlace>>;
  /** The right that the key needs, as the vendor's console names it. */
  readonly scope: string;
  /** Whether the answer's form was seen in a recording, or is known from the vendor's description only. */
  readonly verified: 'recording' | 'description';
  /** The calls that stand for this input, already parsed; several where the vendor takes only so many values at once. */
  requests(input: OperationInput): readonly VendorRequest[];
  /** A refusal that says more than an error can (messages per row): read like a success. */
  isAnswer?(answer: HttpAnswer): boolean;
  /** @returns what the vendor sent, members unknown to us included. @throws AppError `vendor.badResponse`. */
  read(answer: HttpAnswer): unknown;
  /** One output out of those of all calls. */
  join(outputs: readonly unknown[], input: OperationInput): unknown;
}

/** Asks a vendor by one of its own reads. @throws AppError as the call does. */
export type AskVendor = (operation: string, input: OperationInput) => Promise<unknown>;
