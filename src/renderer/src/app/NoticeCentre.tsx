import { Button, DialogBody } from '@blueprintjs/core';
import { NotificationsIcon } from '@blueprintjs/icons';
import { type ReactElement, useEffect } from 'react';
import { TraceLine } from '../components/ErrorTrace.tsx';
import { HostileText } from '../components/HostileText.tsx';
import { Modal } from '../components/Modal.tsx';
import { Moment } from '../components/Moment.tsx';
import { formatCount } from '../text/words.ts';
import type { PastNotice } from './notice-log.ts';
import { useNoticeLog } from './notices.tsx';

const toneWords: Readonly<Record<PastNotice['tone'], string>> = { done: 'Done', remark: 'Note', failed: 'Failed' };

function Line(props: { readonly notice: PastNotice; readonly onClose: () => void }): ReactElement {
  const { atMs, text, trace, tone, action } = props.notice;
  return (
    <li className="past-notice">
      <span className={`mark notice-${tone}`}>{toneWords[tone]}</span>
      <div>
        <HostileText text={text} />
        {trace === undefined ? null : <TraceLine trace={trace} />}
        <span className="muted past-notice-time">
          <Moment atMs={atMs} />
        </span>
      </div>
      {action === undefined ? null : (
        <Button
          size="small"
          variant="outlined"
          onClick={() => {
            props.onClose();
            action.run();
          }}
        >
          {action.text}
        </Button>
      )}
    </li>
  );
}

/** What was told in passing since the window was opened, newest first. */
export function NoticeCentre(props: { readonly onClose: () => void }): ReactElement {
  const { notices, unread, read } = useNoticeLog();
  // Also what arrives while they are read.
  useEffect(() => {
    if (unread > 0) read();
  }, [unread, read]);
  return (
    <Modal title="Messages" onClose={props.onClose} className="notice-centre">
      <DialogBody>
        {notices.length === 0 ? (
          <p className="muted">
            New matches of saved searches, the ends of what went on in the background, and what failed are kept here
            until the window closes.
          </p>
        ) : (
          <ol className="plain-list" aria-label="Messages, newest first">
            {notices.map((notice) => (
              <Line key={notice.id} notice={notice} onClose={props.onClose} />
            ))}
          </ol>
        )}
      </DialogBody>
    </Modal>
  );
}

/** Opens the messages; says how many have not been read. */
export function NoticeStatus(props: { readonly onOpen: () => void }): ReactElement {
  const { unread } = useNoticeLog();
  return (
    <button
      type="button"
      className="status-item"
      aria-label={unread === 0 ? 'Messages' : `Messages, ${formatCount(unread)} not read`}
      title="What was told in passing (G N)"
      onClick={props.onOpen}
    >
      <NotificationsIcon size={12} />
      {unread === 0 ? null : <b>{formatCount(unread)}</b>}
    </button>
  );
}
