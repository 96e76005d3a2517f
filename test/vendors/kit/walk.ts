import { createSystemClock } from '#main/platform/system-clock.ts';
import { createUndiciHttpClient } from '#main/platform/undici-http-client.ts';
import type { HttpAnswer } from '#main/ports/ports.ts';
import { Secret } from '#main/ports/secret.ts';
import type { StreamOptionValues } from '#main/vendors/inquiry.ts';
import { createBudgets } from '#main/vendors/kit/budgets.ts';
import { createOpenSession } from '#main/vendors/kit/vendor-client.ts';
import type { VendorRequest } from '#main/vendors/operation.ts';
import type { ObservationDraft, VendorModule, VendorPage } from '#main/vendors/vendor.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

/** Where a walk goes and from where it starts. */
export interface WalkInput {
  readonly module: VendorModule;
  readonly stream: string;
  readonly url: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly options?: StreamOptionValues;
  readonly authOptions?: StreamOptionValues;
  readonly checkpoint?: unknown;
  readonly full?: boolean;
  readonly nowMs?: number;
  /** Called after each page; may change the vendor. */
  readonly afterPage?: (page: VendorPage<unknown>, count: number) => void;
  readonly signal?: AbortSignal;
}

/** What a walk came to. */
export interface Walked {
  /** By vendor key; the latest version of each. */
  readonly drafts: ReadonlyMap<string, ObservationDraft>;
  readonly rejected: readonly { readonly reason: string; readonly raw: string }[];
  readonly pages: number;
  readonly requests: number;
  readonly checkpoint: unknown;
  readonly expected: number | null;
  readonly complete: boolean;
  readonly exhaustive: boolean;
  readonly notices: readonly string[];
}

/** More pages than any test needs: a walk in circles fails instead of hanging. */
const pageLimit = 20_000;

/**
 * Walks a stream over real HTTP the way the sync service and the store do: cursors travel as JSON text, each answer is read
 * once, repeated records count once.
 */
export async function walkStream(input: WalkInput): Promise<Walked> {
  const http = createUndiciHttpClient({ environment: {} });
  const notices: string[] = [];
  const parts = { clock: createSystemClock(), logger: new MemoryLogger() };
  const openSession = createOpenSession(
    { ...parts, http: () => http, retry: { tries: 5, baseMs: 1, capMs: 5 } },
    createBudgets(parts, undefined),
  );
  const session = await openSession({
    module: input.module,
    connectionId: null,
    origin: input.url,
    originIsFixed: true,
    secrets: Object.fromEntries(Object.entries(input.secrets).map(([name, text]) => [name, new Secret(text)])),
    options: input.authOptions ?? {},
    notice: ({ text }) => notices.push(text),
  });
  let requests = 0;
  const observer = {
    requestSent: () => {
      requests += 1;
    },
    waiting: () => undefined,
  };
  const signal = input.signal ?? new AbortController().signal;
  try {
    const walked = await walkPages(input, (request, use) =>
      session.call(request, { signal, observer, retry: true }, async (answer) => use(answer)),
    );
    return { ...walked, requests, notices };
  } finally {
    await session.close();
    await http.close();
  }
}

type Page = VendorPage<unknown>;
type Call = (request: VendorRequest, use: (answer: HttpAnswer) => Page) => Promise<Page>;

async function walkPages(input: WalkInput, call: Call): Promise<Omit<Walked, 'requests' | 'notices'>> {
  const stream = input.module.streams.find(({ id }) => id === input.stream);
  if (stream === undefined) throw new Error('No such stream.');
  const options = input.options ?? {};
  const drafts = new Map<string, ObservationDraft>();
  const rejected = new Map<string, { readonly reason: string; readonly raw: string }>();
  let total: number | null = null;
  let cursor: unknown = stream.begin({
    checkpoint: input.checkpoint,
    full: input.full ?? false,
    nowMs: input.nowMs ?? Date.now(),
    options,
  });
  for (let pages = 1; pages <= pageLimit; pages += 1) {
    cursor = stream.cursorSchema.parse(JSON.parse(JSON.stringify(cursor)));
    const asked: unknown = cursor;
    const page = await call(stream.request(asked, options), (answer) => stream.read(answer, asked, options));
    for (const draft of page.drafts) drafts.set(draft.vendorKey, draft);
    for (const record of page.rejected) rejected.set(record.raw, record);
    total = page.total ?? total;
    input.afterPage?.(page, pages);
    if (page.next !== null) {
      cursor = page.next;
      continue;
    }
    const received = drafts.size + rejected.size;
    const end = stream.conclude({ cursor: page.last ?? cursor, received, total });
    if (end.kind === 'again') {
      cursor = end.cursor;
      continue;
    }
    const { checkpoint, expected, complete, exhaustive } = end;
    return { drafts, rejected: [...rejected.values()], pages, checkpoint, expected, complete, exhaustive };
  }
  throw new Error('The walk does not end.');
}
