import { Button, ProgressBar } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { LookupStep, RunningLookup } from '../../bridge/use-lookup.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { formatCount } from '../../text/words.ts';

interface StepWords {
  readonly title: string;
  readonly file: string;
  /** 0 to 1; undefined while nobody can say. */
  readonly share: number | undefined;
}

function describeStep(step: LookupStep): StepWords {
  if (step.kind === 'sending') return { title: 'Handing the text over', file: step.file, share: step.share };
  const { progress } = step;
  if (progress?.isRunning !== true) return { title: 'Reading', file: '', share: undefined };
  if (progress.stage === 'reading') return { title: 'Reading', file: progress.file, share: undefined };
  const { done, total, file } = progress;
  return {
    title: `Asking the cache: ${formatCount(done)} of ${formatCount(total)}`,
    file,
    share: total === 0 ? 0 : done / total,
  };
}

/** While a look-up runs: what it is at, and the way to stop it. */
export function LookupRunning(props: { readonly running: RunningLookup }): ReactElement {
  const { title, file, share } = describeStep(props.running.step);
  return (
    <>
      <header className="screen-head">
        <h1>Lookup</h1>
      </header>
      <div className="lookup-running" role="status">
        <h2>{title}</h2>
        <p className="muted ellipsis">
          <HostileText text={file} inCell />
        </p>
        <ProgressBar
          intent="primary"
          aria-label="Look-up"
          {...(share === undefined ? {} : { value: share, animate: false })}
        />
        <Button onClick={props.running.cancel}>Cancel</Button>
      </div>
    </>
  );
}
