import { Button, ButtonGroup, Callout, Menu, MenuItem, PopoverNext } from '@blueprintjs/core';
import { CaretDownIcon, RefreshIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { ConnectionId, IndicatorId } from '#shared/model/ids.ts';
import type { RefreshOutcome, VendorCard } from '#shared/model/vendor-detail.ts';
import { useConnections } from '../../bridge/use-connections.ts';
import { useCancelRefresh, useRefreshDetails } from '../../bridge/use-details.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { RefreshProgressLine } from './RefreshProgressLine.tsx';
import { isStop } from './refresh-words.ts';

/** Who did not answer, and why; what was answered before stays below. */
export function Unanswered(props: { readonly outcome: RefreshOutcome }): ReactElement | null {
  const { failures, stopped } = props.outcome;
  // A connection that was given up says so once, not again for the question it broke off with.
  const others = failures.filter(({ connection }) => !stopped.some((one) => one.connection === connection));
  const texts = [
    ...stopped.map(({ connection, message }) => `${connection}: ${message}`),
    ...others.map(({ connection, title, message }) => `${connection}, ${title}: ${message}`),
  ];
  if (texts.length === 0) return null;
  return (
    <Callout compact intent="warning" icon={false} role="alert" className="form-note refresh-failed">
      {texts.map((text) => (
        <p key={text}>
          <HostileText text={text} />
        </p>
      ))}
      <p className="muted">Shown is what was answered before.</p>
    </Callout>
  );
}

/** Asks all connections, or one of them, about this indicator. */
export function RefreshBar(props: { readonly id: IndicatorId; readonly cards: readonly VendorCard[] }): ReactElement {
  const refresh = useRefreshDetails();
  const cancel = useCancelRefresh();
  const connections = useConnections().data ?? [];
  const asked = connections.filter(({ id }) => props.cards.some((card) => card.connectionId === id));
  const usable = asked.filter(({ hasSecret }) => hasSecret);
  const start = (connectionIds: readonly ConnectionId[]): void =>
    refresh.mutate({ selection: { ids: [props.id] }, connectionIds: [...connectionIds] });
  const without = asked.filter(({ hasSecret }) => !hasSecret).map(({ name }) => name);
  return (
    <div className="refresh-bar">
      <ButtonGroup size="small" variant="outlined">
        <Button
          icon={<RefreshIcon size={12} />}
          disabled={usable.length === 0 || refresh.isPending}
          title={usable.length === 0 ? 'No connection has a secret' : 'Ask every connection now'}
          onClick={() => start(usable.map(({ id }) => id))}
        >
          Refresh from vendors
        </Button>
        <PopoverNext
          placement="bottom-end"
          content={
            <Menu>
              {asked.map(({ id, name, hasSecret }) => (
                <MenuItem key={id} text={name} disabled={!hasSecret} onClick={() => start([id])} />
              ))}
            </Menu>
          }
        >
          <Button
            aria-label="Refresh from one connection"
            icon={<CaretDownIcon size={12} />}
            disabled={refresh.isPending}
          />
        </PopoverNext>
      </ButtonGroup>
      {refresh.isPending ? <RefreshProgressLine isCompact onStop={() => cancel.mutate(null)} /> : null}
      {without.length === 0 ? null : (
        <p className="muted refresh-note">
          Without a secret: <HostileText text={without.join(', ')} />. What was answered before is shown.
        </p>
      )}
      {refresh.error === null || isStop(refresh.error) ? null : <ErrorNote error={refresh.error} />}
      {refresh.data === undefined ? null : <Unanswered outcome={refresh.data} />}
    </div>
  );
}
