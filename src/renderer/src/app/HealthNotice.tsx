import { Button } from '@blueprintjs/core';
import { ErrorIcon } from '@blueprintjs/icons';
import { type ReactElement, useState } from 'react';
import { findingWords } from '#shared/text/finding-words.ts';
import { useHealth, useMetDamage, useRepair } from '../bridge/use-care.ts';
import { TraceLine } from '../components/ErrorTrace.tsx';
import { RestoreDialog } from '../features/settings/RestoreDialog.tsx';
import { FindingsDialog } from './FindingsDialog.tsx';
import { type Finding, gatherFindings, traceOfFinding } from './findings.ts';
import { RepairedDialog } from './RepairedDialog.tsx';
import './health-notice.css';

/** What lies over the window: nothing, what can be done, or a part of it. */
type Step = 'none' | 'choices' | 'restore';

/**
 * Above every screen for as long as the stored data is not sound: an answer that may be wrong is not shown as if it were whole. What
 * can be done comes by itself where something could not be answered; nothing is changed until the analyst chooses.
 */
export function HealthNotice(): ReactElement | null {
  const met = useMetDamage();
  const findings = gatherFindings(useHealth().data ?? [], met);
  const repair = useRepair();
  const [step, setStep] = useState<Step>('none');
  const [isPutOff, setIsPutOff] = useState(false);
  const close = (): void => {
    setStep('none');
    setIsPutOff(true);
  };
  if (repair.data?.kind === 'repaired') return <RepairedDialog result={repair.data} onClose={repair.reset} />;
  const isForced = met !== undefined && !isPutOff && step === 'none';
  return (
    <>
      {findings.length === 0 ? null : <Lines findings={findings} onOpen={() => setStep('choices')} />}
      {findings.length > 0 && (step === 'choices' || isForced) ? (
        <FindingsDialog findings={findings} repair={repair} onRestore={() => setStep('restore')} onClose={close} />
      ) : null}
      {step === 'restore' ? <RestoreDialog onClose={close} /> : null}
    </>
  );
}

function Lines(props: { readonly findings: readonly Finding[]; readonly onOpen: () => void }): ReactElement {
  return (
    <section className="health-notice" aria-label="State of the data">
      <ErrorIcon size={16} />
      <div className="health-lines">
        {props.findings.map((finding) => (
          <div key={finding.kind} className="health-line">
            <span role="alert">
              <strong>{findingWords[finding.kind].matter}</strong> {findingWords[finding.kind].effect}
            </span>
            <TraceLine trace={traceOfFinding(finding)} />
          </div>
        ))}
      </div>
      <Button size="small" variant="outlined" intent="danger" onClick={props.onOpen}>
        What can be done…
      </Button>
    </section>
  );
}
