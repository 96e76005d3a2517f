import type { ReactElement } from 'react';
import type { ConnectionTest } from '#shared/contract/schemas.ts';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { TestResult } from '../TestResult.tsx';

/** What the vendor says to the account, right by right; nothing is stored yet. */
export function TestStep(props: {
  readonly vendor: string;
  readonly result: ConnectionTest | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly onRetry: () => void;
}): ReactElement {
  const { vendor, result, error, isPending, onRetry } = props;
  if (isPending) {
    return (
      <>
        <p>Asking {vendor} once …</p>
        <Loading lines={3} />
      </>
    );
  }
  return (
    <>
      {result === undefined ? null : <TestResult result={result} />}
      {error === null ? null : <ErrorNote error={error} />}
      <p className="muted">
        {result?.ok === true
          ? 'Nothing has been stored yet.'
          : 'Go back to mend it. It can also be connected as it is, for instance without a network, and tested later.'}{' '}
        <button type="button" className="link-button" onClick={onRetry}>
          Test again
        </button>
      </p>
    </>
  );
}
