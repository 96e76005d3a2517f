import { type EmulatorReply, jsonReply } from '../kit/reply.ts';
import { drawBelow, drawUuid } from '../world/random.ts';
import type { ApiError, ApiProblem } from './problem.ts';

/** How `errors` looks in an answer without errors: all three occur at the vendor. `mixed` takes turns. */
export type EmptyErrorsStyle = 'mixed' | 'null' | 'empty' | 'absent';

/** What goes into an answer besides the identity that the envelope adds. */
export interface EnvelopeParts {
  readonly status?: number;
  readonly resources?: readonly unknown[];
  readonly pagination?: unknown;
  readonly errors?: readonly ApiError[];
  /** Further members of `meta`: `writes`, `entity`. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Default `ioc-manager`; null leaves the member out, as the legacy operations do. */
  readonly poweredBy?: string | null;
}

/** Wraps answers as the service does: trace id, timing, region. */
export class Envelope {
  readonly #seed: number;
  readonly #region: string;
  readonly #style: EmptyErrorsStyle;
  #answers = 0;

  constructor(options: { readonly seed: number; readonly region: string; readonly style: EmptyErrorsStyle }) {
    this.#seed = options.seed;
    this.#region = options.region;
    this.#style = options.style;
  }

  /** A complete answer; status 200 unless given. */
  reply(parts: EnvelopeParts): EmulatorReply {
    this.#answers += 1;
    const traceId = this.#traceId();
    const meta = {
      query_time: drawBelow({ seed: this.#seed, index: this.#answers }, 380, 400_000_000) / 1e9,
      ...(parts.pagination === undefined ? {} : { pagination: parts.pagination }),
      ...(parts.poweredBy === null ? {} : { powered_by: parts.poweredBy ?? 'ioc-manager' }),
      trace_id: traceId,
      ...parts.meta,
    };
    const resources = parts.resources === undefined ? {} : { resources: parts.resources };
    const value = { meta, ...resources, ...this.#errors(parts.errors) };
    return jsonReply(parts.status ?? 200, value, { headers: { 'x-cs-traceid': traceId, 'x-cs-region': this.#region } });
  }

  /** A refusal: meta and errors, with resources only when the problem carries them. */
  problem(problem: ApiProblem, poweredBy?: string): EmulatorReply {
    const reply = this.reply({
      status: problem.status,
      errors: [{ code: problem.status, message: problem.message }],
      ...(problem.resources === undefined ? {} : { resources: problem.resources }),
      ...(poweredBy === undefined ? {} : { poweredBy }),
    });
    // The recorded 500 of a search beyond the offset window carried no region header.
    if (problem.status !== 500 || reply.headers === undefined) return reply;
    const { 'x-cs-region': _region, ...headers } = reply.headers;
    return { ...reply, headers };
  }

  /** The headers of an answer that has no envelope. */
  headers(): Readonly<Record<string, string>> {
    this.#answers += 1;
    return { 'x-cs-traceid': this.#traceId(), 'x-cs-region': this.#region };
  }

  #traceId(): string {
    return drawUuid({ seed: this.#seed, index: this.#answers }, 47);
  }

  #errors(errors: readonly ApiError[] | undefined): { readonly errors?: readonly ApiError[] | null } {
    if (errors !== undefined && errors.length > 0) return { errors };
    const styles = ['null', 'empty', 'absent'] as const;
    const style = this.#style === 'mixed' ? styles[this.#answers % 3] : this.#style;
    if (style === 'absent') return {};
    return { errors: style === 'empty' ? [] : null };
  }
}
