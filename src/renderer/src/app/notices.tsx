import { Intent, OverlayToaster, Position } from '@blueprintjs/core';
import { createContext, type ReactElement, type ReactNode, useContext, useMemo, useRef } from 'react';
import { errorText } from '../components/error-text.ts';
import { HostileText } from '../components/HostileText.tsx';

/** A button on a message. */
export interface NoticeAction {
  readonly text: string;
  readonly run: () => void;
}

/** Short messages that pass by; anything that must not be missed is shown in its place instead. */
export interface Notices {
  /** @param action what may be done about it now. */
  done(message: string, action?: NoticeAction): void;
  /** Worth knowing. @param action what may be looked at now. */
  remark(message: string, action?: NoticeAction): void;
  failed(error: unknown): void;
  failedText(message: string): void;
}

const silent: Notices = {
  done: () => undefined,
  remark: () => undefined,
  failed: () => undefined,
  failedText: () => undefined,
};
const NoticesContext = createContext<Notices>(silent);

/** See {@link Notices}. */
export function useNotices(): Notices {
  return useContext(NoticesContext);
}

const doneTimeoutMs = 3_500;
const remarkTimeoutMs = 7_000;
const failedTimeoutMs = 12_000;

/** Holds the toaster. */
export function NoticesProvider(props: { readonly children: ReactNode }): ReactElement {
  const toaster = useRef<OverlayToaster>(null);
  const notices = useMemo<Notices>(() => {
    const show = (text: string, intent: Intent, timeout: number, action?: NoticeAction): void => {
      // Messages may quote what a vendor or the analyst wrote.
      toaster.current?.show({
        message: <HostileText text={text} />,
        intent,
        timeout,
        ...(action === undefined ? {} : { action: { text: action.text, onClick: action.run } }),
      });
    };
    return {
      done: (message, action) =>
        show(message, Intent.SUCCESS, action === undefined ? doneTimeoutMs : remarkTimeoutMs, action),
      remark: (message, action) =>
        show(message, Intent.NONE, action === undefined ? remarkTimeoutMs : failedTimeoutMs, action),
      failed: (error) => show(errorText(error), Intent.DANGER, failedTimeoutMs),
      failedText: (message) => show(message, Intent.DANGER, failedTimeoutMs),
    };
  }, []);
  return (
    <NoticesContext value={notices}>
      {props.children}
      <OverlayToaster ref={toaster} position={Position.BOTTOM_RIGHT} maxToasts={4} canEscapeKeyClear={false} />
    </NoticesContext>
  );
}
