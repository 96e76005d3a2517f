import { Dialog } from '@blueprintjs/core';
import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { HostileText, titleLimit } from './HostileText.tsx';

/**
 * A dialog that is there while it is rendered. The focus goes back to where it was, so that whoever works by keyboard
 * goes on from the same row or button.
 */
export function Modal(props: {
  /** May name what somebody else named: files, values. */
  readonly title: string;
  readonly onClose: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}): ReactElement {
  useReturnFocus();
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={<HostileText text={props.title} limit={titleLimit} inCell />}
      className={props.className ?? ''}
    >
      {props.children}
    </Dialog>
  );
}

/** Remembers the focused element and focuses it again when the component goes away. */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
    [before],
  );
}
