import type { ReactElement } from 'react';
import type { Estate, SeenProcess, VendorCard } from '#shared/model/vendor-detail.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { Ago, Moment } from '../../components/Moment.tsx';
import { countOf, formatCount } from '../../text/words.ts';

function Process(props: { readonly process: SeenProcess }): ReactElement {
  const { id, commandLine, fileName, startedAtMs, stoppedAtMs } = props.process;
  return (
    <li>
      <HostileText text={commandLine ?? fileName ?? id} mono />
      {startedAtMs === null ? null : (
        <span className="muted estate-time">
          <Moment atMs={startedAtMs} />
          {stoppedAtMs === null ? ', still running' : ''}
        </span>
      )}
    </li>
  );
}

function Host(props: { readonly host: Estate['hosts'][number] }): ReactElement {
  const { name, processes } = props.host;
  return (
    <li>
      <span className="estate-host">
        <HostileText text={name} mono />
        {processes?.length === 0 ? <span className="muted">no process known</span> : null}
      </span>
      {processes === null || processes.length === 0 ? null : (
        <ul className="estate-processes">
          {processes.map((process) => (
            <Process key={process.id} process={process} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** `at least 14 hosts`, as the vendor counts. */
export function sayHosts({ hostCount, isAtLeast }: Estate): string {
  if (hostCount === null) return 'an unknown number of hosts';
  if (hostCount === 0) return 'no host';
  const count = countOf(hostCount, 'host');
  return isAtLeast ? `at least ${count}` : count;
}

/** Hosts beyond this many are shown on request: the vendor's details stay in reach. */
const shownHosts = 12;

function Seen(props: { readonly card: VendorCard; readonly estate: Estate }): ReactElement {
  const { card, estate } = props;
  const [first, rest] = [estate.hosts.slice(0, shownHosts), estate.hosts.slice(shownHosts)];
  return (
    <div className="estate-part">
      <p className="estate-head">
        <b>{sayHosts(estate)}</b>
        <span className="muted ellipsis">
          <HostileText text={card.connection} inCell />
        </span>
        <span className="grow" />
        <span className="muted">
          <Ago atMs={card.fetchedAtMs} />
        </span>
      </p>
      <ul className="estate-hosts">
        {first.map((host) => (
          <Host key={host.name} host={host} />
        ))}
      </ul>
      {rest.length === 0 ? null : (
        <details>
          <summary>{formatCount(rest.length)} more</summary>
          <ul className="estate-hosts">
            {rest.map((host) => (
              <Host key={host.name} host={host} />
            ))}
          </ul>
        </details>
      )}
      {estate.remarks.map((remark) => (
        <p key={remark} className="muted estate-remark">
          {remark}
        </p>
      ))}
    </div>
  );
}

/** Where in the own estate the indicator was seen, by what the vendors said last. */
export function EstatePart(props: { readonly cards: readonly VendorCard[] }): ReactElement | null {
  const seen = props.cards.flatMap((card) =>
    card.detail === null || card.detail.estate === null ? [] : [{ card, estate: card.detail.estate }],
  );
  if (seen.length === 0) return null;
  return (
    <section aria-label="Seen in our estate" className="estate">
      <h3>Seen in our estate</h3>
      {seen.map(({ card, estate }) => (
        <Seen key={`${card.connectionId} ${card.inquiry}`} card={card} estate={estate} />
      ))}
    </section>
  );
}
