import type { ReactElement } from 'react';
import { type WizardStep, wizardSteps } from './wizard-steps.ts';

/** Where one is, what was done and what is still to come. */
export function StepList(props: { readonly current: WizardStep }): ReactElement {
  const at = wizardSteps.findIndex(({ id }) => id === props.current);
  return (
    <ol className="wizard-steps" aria-label="Steps">
      {wizardSteps.map(({ id, title }, index) => (
        <li key={id} className={index < at ? 'is-done' : undefined} aria-current={index === at ? 'step' : undefined}>
          <span className="wizard-number" aria-hidden="true">
            {index < at ? '✓' : index + 1}
          </span>
          {title}
        </li>
      ))}
    </ol>
  );
}
