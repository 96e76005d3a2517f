import type { Clock, SecretFields } from '#main/ports/ports.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import type { ConnectionTest } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { StreamOptions } from '#shared/model/connection.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import { authSection } from './connection-options.ts';
import { placeOf } from './connection-place.ts';
import type { OpenSession } from './ports/vendor-session.ts';

/** What is tested: an account as stored or as typed. */
export interface TestSubject {
  readonly module: VendorModule;
  /** Null for what is typed. */
  readonly connectionId: ConnectionId | null;
  readonly place: { readonly site: string | null; readonly baseUrl: string | null };
  readonly options: StreamOptions;
  resolve(): Promise<SecretFields>;
}

export interface ConnectionTester {
  /** One try, no retries. Never throws for what the vendor, the network or the vault does. */
  test(subject: TestSubject): Promise<ConnectionTest>;
}

/** The steps in order; an error says which of them failed, so all before it have passed. */
const steps = ['secret', 'reach', 'secure', 'answer', 'key', 'right'] as const;
type Step = (typeof steps)[number];

/** Longest test; a host that takes longer is not usable anyway. */
const testLimitMs = 45_000;

/** Asks the vendor the cheapest question that proves an account good for syncing. */
export function createConnectionTester(parts: {
  readonly openSession: OpenSession;
  readonly clock: Clock;
}): ConnectionTester {
  return {
    async test(subject) {
      const { origin } = placeOf(subject.module, subject.place);
      const notices: string[] = [];
      try {
        await askOnce(parts.openSession, subject, (text) => notices.push(text));
        return describeOutcome(subject.module, origin, { failed: null, notices });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        // Nobody can cancel a test: it was the time limit.
        const failed = error.code === 'internal.cancelled' ? tooSlow() : error;
        return describeOutcome(subject.module, origin, { failed, notices });
      }
    },
  };
}

async function askOnce(openSession: OpenSession, subject: TestSubject, notice: (text: string) => void): Promise<void> {
  const { origin, isFixed } = placeOf(subject.module, subject.place);
  const session = await openSession({
    module: subject.module,
    connectionId: subject.connectionId,
    origin,
    originIsFixed: isFixed,
    secrets: await subject.resolve(),
    options: subject.options[authSection] ?? {},
    notice,
  });
  const observer = { requestSent: () => undefined, waiting: () => undefined };
  try {
    const options = { signal: AbortSignal.timeout(testLimitMs), observer, retry: false };
    // That it is a success is all there is to know.
    await session.call(subject.module.testRequest, options, () => Promise.resolve());
  } finally {
    await session.close();
  }
}

function tooSlow(): AppError {
  return new AppError('network.timeout', `The vendor did not answer within ${testLimitMs / 1_000} seconds.`);
}

interface Outcome {
  readonly failed: AppError | null;
  readonly notices: readonly string[];
}

function describeOutcome(module: VendorModule, origin: string, { failed, notices }: Outcome): ConnectionTest {
  const failedAt = failed === null ? steps.length : steps.indexOf(stepOf(failed));
  const passed = steps
    .slice(0, failedAt)
    .map((step) => ({ label: labelOf(step, module, origin), ok: true, detail: passedDetail(step, origin) }));
  if (failed === null) {
    return { ok: true, code: null, message: ['The connection works.', ...notices].join(' '), steps: passed };
  }
  const message = [failed.message, failed.suggestion, adviceFor(module, failed), ...notices]
    .filter((part) => part !== undefined)
    .join(' ');
  const step = stepOf(failed);
  return {
    ok: false,
    code: failed.code,
    message,
    steps: [...passed, { label: labelOf(step, module, origin), ok: false, detail: failed.message }],
  };
}

function stepOf(error: AppError): Step {
  switch (error.code) {
    case 'credential.missing':
    case 'credential.storeUnavailable':
      return 'secret';
    case 'network.offline':
    case 'network.timeout':
      return 'reach';
    case 'network.tls':
      return 'secure';
    case 'credential.rejected':
      return 'key';
    case 'vendor.forbidden':
      return 'right';
    default:
      return 'answer';
  }
}

function labelOf(step: Step, module: VendorModule, origin: string): string {
  switch (step) {
    case 'secret':
      return 'Secret at hand';
    case 'reach':
      return `Reach ${new URL(origin).host}`;
    case 'secure':
      return 'Secure connection';
    case 'answer':
      return `${module.displayName} answers`;
    case 'key':
      return 'Key accepted';
    case 'right':
      return 'Right to read';
  }
}

function passedDetail(step: Step, origin: string): string {
  return step === 'secure' && origin.startsWith('http:') ? 'Not encrypted: an address of this machine.' : 'Yes.';
}

/** What a user can look at when the vendor says no. */
function adviceFor(module: VendorModule, error: AppError): string | undefined {
  if (error.code === 'credential.rejected' && module.sites.length > 0) {
    return 'Check the site too: a key is good for its own site only.';
  }
  return undefined;
}
