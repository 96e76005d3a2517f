import { Alert } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { useReturnFocus } from '../../components/Modal.tsx';
import { countOf } from '../../text/words.ts';
import type { TriageAction } from './use-triage-actions.ts';

const questions: Readonly<Record<TriageAction, string>> = {
  malicious: 'Mark as malicious',
  suspicious: 'Mark as suspicious',
  benign: 'Mark as benign',
  escalate: 'Escalate',
  review: 'Mark as reviewed',
};

const questionId = 'confirm-all';

/** Asks before a key press changes many; `where` tells which they are: `that the query finds`. */
export function ConfirmAll(props: {
  readonly count: number;
  readonly where: string;
  readonly action: TriageAction;
  /** What it would change, where that is known. */
  readonly preview?: ReactElement;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}): ReactElement {
  useReturnFocus();
  return (
    <Alert
      isOpen
      aria-labelledby={questionId}
      intent="primary"
      confirmButtonText={questions[props.action]}
      cancelButtonText="Cancel"
      canEscapeKeyCancel
      onConfirm={props.onConfirm}
      onCancel={props.onCancel}
    >
      <p id={questionId}>
        {questions[props.action]}: all <b>{countOf(props.count, 'indicator')}</b> {props.where}. Each gets its own entry
        in the triage history, and U takes it back.
      </p>
      {props.preview}
    </Alert>
  );
}
