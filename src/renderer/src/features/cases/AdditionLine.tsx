import { Button, ProgressBar } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { AdditionProgress } from '#shared/contract/schemas.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { useAdditionProgress, useCancelAddition } from '../../bridge/use-cases.ts';
import { formatCount } from '../../text/words.ts';

/** How far an addition to a case is, with the way to stop it. What is in by then stays in, which the answer tells. */
export function AdditionLine(props: { readonly number: CaseNumber }): ReactElement | null {
  const progress = useAdditionProgress(props.number);
  const cancel = useCancelAddition();
  if (progress === undefined) return null;
  const { done, total } = progress;
  return (
    <div className="addition">
      {/* Without a total the bar only says that something moves. */}
      <ProgressBar
        intent="primary"
        aria-label="Addition to the case"
        {...(total === 0 ? {} : { value: done / total })}
      />
      <span role="status">{howFar(progress)}</span>
      <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate({ number: props.number })}>
        Stop
      </Button>
    </div>
  );
}

function howFar({ done, total }: AdditionProgress): string {
  return total === 0 ? 'Finding what to add …' : `${formatCount(done)} of ${formatCount(total)}`;
}
