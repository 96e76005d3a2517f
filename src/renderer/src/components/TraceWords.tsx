import type { ReactElement } from 'react';
import type { Trace } from './error-text.ts';

/** Both parts, each of which stays whole where the place is narrow. */
export function TraceWords(props: { readonly trace: Trace }): ReactElement {
  const { code, reference } = props.trace;
  return (
    <>
      <code>{code}</code>
      {reference === undefined ? null : (
        <span>
          in the log: <code>{reference}</code>
        </span>
      )}
    </>
  );
}
