import type { VendorOperation, VendorRequest } from '#main/vendors/operation.ts';
import type { AnyVendorStream, VendorModule } from '#main/vendors/vendor.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** Where the program itself makes each call of a vendor, beside the forms that make any of them; by operation. */
export async function findUses(module: VendorModule): Promise<ReadonlyMap<string, readonly string[]>> {
  const words = await namesAsked(module.readWords);
  const diagnosis = await namesAsked((ask) =>
    module.diagnose?.(new AppError('credential.rejected', 'Refused.'), ask, null),
  );
  const findOf = (operation: VendorOperation): readonly string[] => [
    ...streamUse(module.streams.filter((stream) => isCallOf(operation, firstRequest(stream)))),
    ...(isCallOf(operation, module.testRequest) || diagnosis.has(operation.name) ? ['credential test'] : []),
    ...(module.inquiries?.some(({ reads }) => reads.includes(operation.name)) ? ['refresh'] : []),
    ...(module.pushes.some(({ reads }) => reads.includes(operation.name)) ? ['check before a push'] : []),
    ...(module.pushes.some((push) => push.operation === operation.name) ? ['outbox'] : []),
    ...(words.has(operation.name) ? ['choices of the editor'] : []),
  ];
  return new Map(module.operations.map((operation) => [operation.name, findOf(operation)]));
}

function streamUse(streams: readonly AnyVendorStream[]): readonly string[] {
  return streams.length === 0 ? [] : ['sync'];
}

/** What a stream asks first, with its options as far as they are given by default. */
function firstRequest(stream: AnyVendorStream): VendorRequest {
  const options = stream.id === 'curated' ? { feeds: 'all' } : {};
  const cursor = stream.begin({ checkpoint: undefined, full: true, nowMs: Date.UTC(2026, 10, 21), options });
  return stream.request(cursor, options);
}

/** Whether a request is one that an operation makes: the same method, and a path of the same form. */
function isCallOf({ method, path }: VendorOperation, request: VendorRequest): boolean {
  const form = path.replaceAll(/[.]/g, '\\.').replaceAll(/\{\w+\}/g, '[^/]+');
  return method === request.method && new RegExp(`^${form}$`).test(request.path);
}

type Asking = (ask: (operation: string) => Promise<unknown>) => Promise<unknown> | undefined;

/** Which operations a reader asks by when every answer is empty. */
async function namesAsked(read: Asking | undefined): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  await read?.(async (operation) => {
    names.add(operation);
    return {};
  });
  return names;
}
