import { Intent, OverlayToaster, Position } from '@blueprintjs/core';
import {
  createContext,
  type ReactElement,
  type ReactNode,
  useContext,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { errorText, errorTrace, type Trace } from '../components/error-text.ts';
import { HostileText } from '../components/HostileText.tsx';
import { TraceWords } from '../components/TraceWords.tsx';
import { createNoticeLog, type NoticeLog, type NoticeLogState, type PastNotice } from './notice-log.ts';

/** A button on a message. */
export interface NoticeAction {
  readonly text: string;
  readonly run: () => void;
}

/**
 * Short messages that pass by; anything that must not be missed is shown in its place instead. They can be read again in the
 * window's messages, all but {@link copied}.
 */
export interface Notices {
  /** Seen at once, and of no use later. */
  copied(message: string): void;
  /** @param action what may be done about it now. */
  done(message: string, action?: NoticeAction): void;
  /** Worth knowing. @param action what may be looked at now. */
  remark(message: string, action?: NoticeAction): void;
  failed(error: unknown): void;
  failedText(message: string): void;
}

const silent: Notices = {
  copied: () => undefined,
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

const LogContext = createContext<NoticeLog | undefined>(undefined);

/** What has passed by, and a way to say that it was read. */
export function useNoticeLog(): NoticeLogState & { readonly read: () => void } {
  const log = useContext(LogContext);
  if (log === undefined) throw new RangeError('Messages are kept inside of the provider only.');
  const state = useSyncExternalStore(log.subscribe, log.state);
  return { ...state, read: log.read };
}

const doneTimeoutMs = 3_500;
const remarkTimeoutMs = 7_000;
const failedTimeoutMs = 12_000;

/** Holds the toaster. */
export function NoticesProvider(props: { readonly children: ReactNode }): ReactElement {
  const toaster = useRef<OverlayToaster>(null);
  const [log] = useState(createNoticeLog);
  const notices = useMemo<Notices>(() => {
    const show = (text: string, intent: Intent, timeout: number, action?: NoticeAction, trace?: Trace): void => {
      // Messages may quote what a vendor or the analyst wrote.
      toaster.current?.show({
        message: (
          <>
            <HostileText text={text} />
            {trace === undefined ? null : (
              <div className="error-trace">
                <TraceWords trace={trace} />
              </div>
            )}
          </>
        ),
        intent,
        timeout,
        ...(action === undefined ? {} : { action: { text: action.text, onClick: action.run } }),
      });
    };
    const keep = (tone: PastNotice['tone'], text: string, action?: NoticeAction): void =>
      log.add({ atMs: Date.now(), text, tone, action });
    const fail = (text: string, trace?: Trace): void => {
      log.add({ atMs: Date.now(), text, trace, tone: 'failed', action: undefined });
      show(text, Intent.DANGER, failedTimeoutMs, undefined, trace);
    };
    return {
      copied: (message) => show(message, Intent.SUCCESS, doneTimeoutMs),
      done: (message, action) => {
        // What can be taken back now may not be what is meant later: the decisions themselves keep that.
        keep('done', message);
        show(message, Intent.SUCCESS, action === undefined ? doneTimeoutMs : remarkTimeoutMs, action);
      },
      remark: (message, action) => {
        keep('remark', message, action);
        show(message, Intent.NONE, action === undefined ? remarkTimeoutMs : failedTimeoutMs, action);
      },
      failed: (error) => fail(errorText(error), errorTrace(error)),
      failedText: (message) => fail(message),
    };
  }, [log]);
  return (
    <LogContext value={log}>
      <NoticesContext value={notices}>
        {props.children}
        <OverlayToaster ref={toaster} position={Position.BOTTOM_RIGHT} maxToasts={4} canEscapeKeyClear={false} />
      </NoticesContext>
    </LogContext>
  );
}
