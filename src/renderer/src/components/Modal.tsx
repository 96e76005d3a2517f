import { Classes, Dialog } from '@blueprintjs/core';
import { type ReactElement, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
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
  const container = useRef<HTMLDivElement>(null);
  useReturnFocus();
  useLostEscape(container, props.onClose);
  return (
    <Dialog
      containerRef={container}
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

/** A button that is disabled while it works loses the focus to the page, where the topmost dialog would not hear Escape. */
function useLostEscape(container: RefObject<HTMLDivElement | null>, onClose: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.activeElement !== document.body) return;
      const dialogs = document.querySelectorAll(`.${Classes.DIALOG_CONTAINER}`);
      if (dialogs.item(dialogs.length - 1) === container.current) onClose();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [container, onClose]);
}
