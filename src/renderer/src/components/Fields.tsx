import type { ReactElement, ReactNode } from 'react';

/** A list of names and values. */
export function Fields(props: { readonly children: ReactNode }): ReactElement {
  return <dl className="fields">{props.children}</dl>;
}

/** One line of {@link Fields}; leave out what nobody said instead of passing an empty value. */
export function Field(props: { readonly name: string; readonly children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
