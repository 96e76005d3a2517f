import type { ReactElement, ReactNode } from 'react';

/** What stands where there is nothing yet: what it means and what to do next. */
export function EmptyState(props: {
  readonly icon?: ReactElement;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}): ReactElement {
  return (
    <div className="empty-state">
      {props.icon === undefined ? null : <div className="empty-icon">{props.icon}</div>}
      <h2>{props.title}</h2>
      {props.children === undefined ? null : <div className="empty-text">{props.children}</div>}
      {props.action === undefined ? null : <div className="empty-action">{props.action}</div>}
    </div>
  );
}
