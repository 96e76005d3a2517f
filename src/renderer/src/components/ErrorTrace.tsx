import { Button } from '@blueprintjs/core';
import { DuplicateIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import { errorTrace, type Trace, traceText } from './error-text.ts';
import { TraceWords } from './TraceWords.tsx';
import { useCopy } from './use-copy.ts';

/** For whoever helps: the code of an error, and where the log tells more. Nothing for what has neither. */
export function ErrorTrace(props: { readonly error: unknown }): ReactElement | null {
  const trace = errorTrace(props.error);
  return trace === undefined ? null : <TraceLine trace={trace} />;
}

/** A trace with a way to copy it. */
export function TraceLine(props: { readonly trace: Trace }): ReactElement {
  const copy = useCopy();
  return (
    <div className="error-trace">
      <TraceWords trace={props.trace} />
      <Button
        size="small"
        variant="minimal"
        icon={<DuplicateIcon size={12} />}
        aria-label="Copy code and reference"
        title="Copy code and reference"
        onClick={() => copy(traceText(props.trace), 'Code and reference')}
      />
    </div>
  );
}
