import { SearchEngine } from '#main/search/engine.ts';
import type { StoreReads } from '#main/services/ports/store.ts';
import type { ReadConnection } from '../connection.ts';
import type { ReadCall, ReadReply } from '../gateway/ports.ts';
import { reads } from '../operations/reads.ts';
import { answerRead } from '../reader/answer-read.ts';
import { ReaderCore, type ReaderPlace } from '../reader/reader-core.ts';
import { EngineReads } from './engine-reads.ts';
import { fillEngine } from './fill.ts';
import { Follower, type FollowResult, readSequence } from './follower.ts';

/** How often commits are looked for between two questions; before each question they are looked for anyway. */
const followMs = 100;
/** Changed indicators read between two questions, about 20 ms; and those read before a question, else a reader answers it. */
const followLimit = 2_000;
const catchUpLimit = 10_000;
/** Merging goes on for so long before questions are listened to again. */
const workMs = 5;

/** `behind` instead of an answer: ask a reader. */
export type SearchReply<Output> = ReadReply<Output> | { readonly kind: 'behind' };

/** What filling the engine came to. */
export interface Filled {
  readonly indicators: number;
  readonly bytes: number;
  readonly durationMs: number;
}

/** The engine with what is read from it, once it is filled. */
interface State {
  readonly core: ReaderCore;
  readonly engine: SearchEngine;
  readonly follower: Follower;
  readonly reads: EngineReads;
}

/**
 * Answers searches from memory. Each answer is that of the database at one moment: within one read transaction the engine is
 * brought up to date, and whatever else is needed is read from the database.
 */
export class SearchCore {
  readonly #place: ReaderPlace;
  readonly #onLost: () => void;
  #state: State | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param onLost it cannot follow any more: `fill` has to be called again. */
  constructor(place: ReaderPlace, onLost: () => void) {
    this.#place = place;
    this.#onLost = onLost;
  }

  /** Reads everything into memory: some seconds for a million. */
  fill(): Filled {
    const startedMs = performance.now();
    this.close();
    const engine = new SearchEngine();
    const engineReads = new EngineReads(engine);
    const core = new ReaderCore(this.#place, { table: { ...reads, ...engineReads.table } });
    const sequence = core.atOneMoment((db) => {
      fillEngine(db, engine);
      return readSequence(db);
    });
    this.#state = { core, engine, follower: new Follower(engine, sequence), reads: engineReads };
    this.#schedule(followMs);
    const durationMs = Math.round(performance.now() - startedMs);
    return { indicators: engine.size, bytes: engine.byteLength, durationMs };
  }

  /** @throws as the reads do. */
  read<Name extends keyof StoreReads>(call: ReadCall<Name>): SearchReply<StoreReads[Name]['output']> {
    const state = this.#state;
    if (state === undefined) return { kind: 'behind' };
    const reply = state.core.atOneMoment((db): SearchReply<StoreReads[Name]['output']> | 'lost' => {
      const result = follow(state, db, catchUpLimit);
      if (result === 'lost') return result;
      return result === 'behind' ? { kind: result } : answerRead(state.core, call);
    });
    if (reply !== 'lost') return reply;
    this.#giveUp();
    return { kind: 'behind' };
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#state?.core.close();
    this.#state = undefined;
  }

  #giveUp(): void {
    this.close();
    this.#onLost();
  }

  #schedule(delayMs: number): void {
    this.#timer = setTimeout(() => {
      const nextMs = this.#tick();
      if (this.#state !== undefined) this.#schedule(nextMs);
    }, delayMs);
  }

  /** Follows and tidies up between two questions. @returns how long to wait until the next time. */
  #tick(): number {
    const state = this.#state;
    if (state === undefined) return followMs;
    try {
      const result = state.core.atOneMoment((db) => follow(state, db, followLimit));
      if (result === 'lost') this.#giveUp();
      if (result !== 'upToDate') return 0;
    } catch {
      // Whoever asks next is told why.
      return followMs;
    }
    const segments = state.engine.segments.size;
    const isMore = state.engine.work(workMs);
    // What was found before holds on to segments that are merged now.
    if (state.engine.segments.size !== segments) state.reads.forget();
    return isMore ? 0 : followMs;
  }
}

/** Reads on in the log of changes. Inside a transaction. */
function follow(state: State, db: ReadConnection, limit: number): FollowResult {
  const before = state.follower.dataVersion;
  const result = state.follower.catchUp(db, limit);
  if (state.follower.dataVersion !== before || result !== 'upToDate') state.reads.forget();
  return result;
}
