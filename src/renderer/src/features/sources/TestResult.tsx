import { Callout } from '@blueprintjs/core';
import { CrossIcon, TickIcon, WarningSignIcon } from '@blueprintjs/icons';
import { type ReactElement, useEffect, useRef } from 'react';
import type { ConnectionFinding, ConnectionTest } from '#shared/contract/schemas.ts';
import { HostileText } from '../../components/HostileText.tsx';

/** What is wrong and what to do about it. */
function FindingNote(props: { readonly finding: ConnectionFinding }): ReactElement {
  const { severity, problem, nextStep } = props.finding;
  return (
    <p className={`finding is-${severity}`}>
      {severity === 'warning' ? <WarningSignIcon size={12} title="note" /> : null}
      <b>
        <HostileText text={problem} />
      </b>
      <span className="finding-step">
        <HostileText text={nextStep} />
      </span>
    </p>
  );
}

/** What a test found, each with its next step, and how far it came step by step. */
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
        {result.findings.length === 0 ? (
          <p>
            <b>
              <HostileText text={result.message} />
            </b>
          </p>
        ) : null}
        {result.ok && result.findings.length > 0 ? (
          <p>
            <b>The connection works.</b>
          </p>
        ) : null}
        {result.findings.map((finding) => (
          <FindingNote key={finding.problem} finding={finding} />
        ))}
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
