import type { PageInput, PageOutcome } from '#main/services/ports/store/ingest.ts';
import type { Store, StoreReads, StoreSnapshot, StoreWrites } from '#main/services/ports/store.ts';
import type { StoreHealth } from '#shared/model/store-health.ts';

type Table<Operations> = {
  readonly [Name in keyof Operations]?: Operations[Name] extends {
    readonly input: infer Input;
    readonly output: infer Output;
  }
    ? (input: Input) => Output
    : never;
};

export interface StoreScript {
  readonly reads?: Table<StoreReads>;
  readonly writes?: Table<StoreWrites>;
  readonly ingest?: (page: PageInput) => PageOutcome;
  readonly lease?: (connectionId: string) => void;
}

/** A store that answers as a test tells it to, for the services' own decisions; anything not told is a mistake of the test. */
export class ScriptedStore implements Store {
  /** Every write in order. */
  readonly written: { readonly name: string; readonly input: unknown }[] = [];
  /** Leases that are held. */
  readonly leases = new Set<string>();
  /** Snapshots that are held. */
  snapshots = 0;
  readonly #script: StoreScript;

  constructor(script: StoreScript) {
    this.#script = script;
  }

  async read<Name extends keyof StoreReads>(
    name: Name,
    input: StoreReads[Name]['input'],
  ): Promise<StoreReads[Name]['output']> {
    const operation = this.#script.reads?.[name] as ((input: StoreReads[Name]['input']) => unknown) | undefined;
    if (operation === undefined) throw new Error(`The test did not expect the read ${name}.`);
    return operation(input) as StoreReads[Name]['output'];
  }

  async snapshot(): Promise<StoreSnapshot> {
    this.snapshots += 1;
    return {
      read: (name, input) => this.read(name, input),
      release: async () => {
        this.snapshots -= 1;
      },
    };
  }

  async write<Name extends keyof StoreWrites>(
    name: Name,
    input: StoreWrites[Name]['input'],
  ): Promise<StoreWrites[Name]['output']> {
    const operation = this.#script.writes?.[name] as ((input: StoreWrites[Name]['input']) => unknown) | undefined;
    if (operation === undefined) throw new Error(`The test did not expect the write ${name}.`);
    this.written.push({ name, input });
    return operation(input) as StoreWrites[Name]['output'];
  }

  async ingest(page: PageInput): Promise<PageOutcome> {
    if (this.#script.ingest === undefined) throw new Error('The test did not expect a page.');
    return this.#script.ingest(page);
  }

  async leaseConnection(connectionId: string): Promise<{ release(): Promise<void> }> {
    this.#script.lease?.(connectionId);
    this.leases.add(connectionId);
    return {
      release: async () => {
        this.leases.delete(connectionId);
      },
    };
  }

  onChange(): () => void {
    return () => undefined;
  }

  async health(): Promise<StoreHealth> {
    return [];
  }

  onHealth(): () => void {
    return () => undefined;
  }

  async close(): Promise<void> {}
}
