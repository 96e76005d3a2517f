import { Callout } from '@blueprintjs/core';
import { CrossIcon, TickIcon } from '@blueprintjs/icons';
import { type ReactElement, useEffect, useRef } from 'react';
import type { ConnectionTest } from '#shared/contract/schemas.ts';
import { HostileText } from '../../components/HostileText.tsx';

/** What a test found, step by step; the first failed step explains the rest. */
export function TestResult(props: { readonly result: ConnectionTest }): ReactElement {
  const { result } = props;
  const box = useRef<HTMLDivElement>(null);
  // In a long form the result would appear out of sight.
  useEffect(() => {
    if (result.steps.length > 0) box.current?.scrollIntoView({ block: 'nearest' });
  }, [result]);
  return (
    <div ref={box}>
      <Callout compact intent={result.ok ? 'success' : 'danger'} icon={false} className="test-result" role="status">
        <p>
          <b>
            <HostileText text={result.message} />
          </b>
        </p>
        <ul className="plain-list">
          {result.steps.map((step) => (
            <li key={step.label} className={step.ok ? 'step is-ok' : 'step is-failed'}>
              {step.ok ? <TickIcon size={12} title="passed" /> : <CrossIcon size={12} title="failed" />}
              <span>{step.label}</span>
              <span className="muted">
                <HostileText text={step.detail} />
              </span>
            </li>
          ))}
        </ul>
      </Callout>
    </div>
  );
}
