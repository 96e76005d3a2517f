import type { Clock, SecretFields } from '#main/ports/ports.ts';
import type { AskVendor } from '#main/vendors/operation.ts';
import type { AccountNotice, VendorModule } from '#main/vendors/vendor.ts';
import type { ConnectionFinding, ConnectionTest } from '#shared/contract/schemas.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { accountSection, type StreamOptions } from '#shared/model/connection.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import { findingOfError, findingOfNotice } from './connection-findings.ts';
import { placeOf } from './connection-place.ts';
import { callOperation } from './operations/call-operation.ts';
import { findOperation } from './operations/operation-input.ts';
import type { OpenSession, VendorSession } from './ports/vendor-session.ts';

/** What is tested: an account as stored or as typed. */
export interface TestSubject {
  readonly module: VendorModule;
  /** Null for what is typed. */
  readonly connectionId: ConnectionId | null;
  readonly place: { readonly site: string | null; readonly baseUrl: string | null };
  readonly options: StreamOptions;
  /** PEM texts, beside those of the settings. */
  readonly authorities?: readonly string[];
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
      const notices: AccountNotice[] = [];
      try {
        await askOnce(parts.openSession, subject, (notice) => notices.push(notice));
        return describeOutcome(subject, { failed: null, notices });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        // Nobody can cancel a test: it was the time limit.
        const failed = error.code === 'internal.cancelled' ? tooSlow() : error;
        return describeOutcome(subject, { failed, notices });
      }
    },
  };
}

async function askOnce(
  openSession: OpenSession,
  subject: TestSubject,
  notice: (notice: AccountNotice) => void,
): Promise<void> {
  const { module, place } = subject;
  const { origin, isFixed } = placeOf(module, place);
  const session = await openSession({
    module,
    connectionId: subject.connectionId,
    origin,
    originIsFixed: isFixed,
    secrets: await subject.resolve(),
    options: subject.options[accountSection] ?? {},
    ...(subject.authorities === undefined ? {} : { authorities: subject.authorities }),
    notice,
    moved(site) {
      // Without a chosen site, finding the right one is what was asked for.
      if (place.site === null) return;
      const text = `${module.displayName} says that this account lives in ${site.id}, not in ${place.site}; it was followed.`;
      notice({ finding: 'wrongSite', text, nextStep: `Set the site of this connection to ${site.id}.` });
    },
  });
  const signal = AbortSignal.timeout(testLimitMs);
  try {
    const observer = { requestSent: () => undefined, waiting: () => undefined };
    // That it is a success is all there is to know.
    await session.call(module.testRequest, { signal, observer, retry: false }, () => Promise.resolve());
  } catch (error) {
    if (!(error instanceof AppError) || module.diagnose === undefined) throw error;
    throw await module.diagnose(
      error,
      askFor(module, session, signal),
      place.baseUrl === null ? placeName(subject) : null,
    );
  } finally {
    await session.close();
  }
}

function askFor(module: VendorModule, session: VendorSession, signal: AbortSignal): AskVendor {
  return async (name, input) => {
    const operation = findOperation(module, name);
    return (await callOperation({ module, session }, { operation, input, signal })).output;
  };
}

/** The site that is asked, by its id. */
function placeName({ module, place }: TestSubject): string | null {
  return place.site ?? module.sites.find((site) => site.origin === module.defaultOrigin)?.id ?? null;
}

function tooSlow(): AppError {
  return new AppError('network.timeout', `The vendor did not answer within ${testLimitMs / 1_000} seconds.`, {
    finding: 'timeout',
  });
}

interface Outcome {
  readonly failed: AppError | null;
  readonly notices: readonly AccountNotice[];
}

function describeOutcome({ module, place }: TestSubject, { failed, notices }: Outcome): ConnectionTest {
  const { origin } = placeOf(module, place);
  const failedAt = failed === null ? steps.length : steps.indexOf(stepOf(failed));
  const passed = steps
    .slice(0, failedAt)
    .map((step) => ({ label: labelOf(step, module, origin), ok: true, detail: passedDetail(step, origin) }));
  const warnings = notices.map(findingOfNotice);
  if (failed === null) {
    const message = ['The connection works.', ...notices.map(({ text }) => text)].join(' ');
    return { ok: true, code: null, message, steps: passed, findings: warnings };
  }
  const step = stepOf(failed);
  const findings = [findingOfError(failed, module), ...warnings];
  return {
    ok: false,
    code: failed.code,
    message: findings.map(sentence).join(' '),
    steps: [...passed, { label: labelOf(step, module, origin), ok: false, detail: failed.message }],
    findings,
  };
}

function sentence({ severity, problem, nextStep }: ConnectionFinding): string {
  return severity === 'fault' ? `${problem} ${nextStep}` : problem;
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
