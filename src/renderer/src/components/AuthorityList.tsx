import { Button } from '@blueprintjs/core';
import { CrossIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { TrustedAuthority } from '#shared/model/network.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useNow } from '../app/clock.tsx';
import { HostileText } from './HostileText.tsx';
import { Moment } from './Moment.tsx';
import './authorities.css';

/** Certificates that are trusted beside those of the system, each with a way to take it back. */
export function AuthorityList(props: {
  readonly authorities: readonly TrustedAuthority[];
  readonly onRemove: (authority: TrustedAuthority) => void;
}): ReactElement | null {
  const nowMs = useNow();
  if (props.authorities.length === 0) return null;
  return (
    <ul className="plain-list authorities">
      {props.authorities.map((authority) => (
        <li key={`${authority.fingerprint} ${authority.connectionId ?? ''}`} className="authority">
          <span className="authority-lines">
            <span className="ellipsis">
              <HostileText text={authority.subject} inCell />
            </span>
            <span className="muted ellipsis" title={authority.fingerprint}>
              {authority.expiresAtMs > nowMs ? 'until ' : <b className="authority-over">expired </b>}
              <Moment atMs={authority.expiresAtMs} /> ·{' '}
              <span className="mono">{authority.fingerprint.slice(0, 16)}…</span>
            </span>
          </span>
          <Button
            size="small"
            variant="minimal"
            icon={<CrossIcon size={14} />}
            aria-label={`Trust no more: ${revealHidden(authority.subject)}`}
            onClick={() => props.onRemove(authority)}
          />
        </li>
      ))}
    </ul>
  );
}
