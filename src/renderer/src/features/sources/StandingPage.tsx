import type { ReactElement } from 'react';
import type { StandingCheck } from '#shared/model/standing.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useChecks } from '../../bridge/use-sources.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Loading } from '../../components/Loading.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { formatCount } from '../../text/words.ts';
import './standing.css';

/** Number, name, meaning and query; all of it opens the rows. */
function CheckLine(props: { readonly check: StandingCheck }): ReactElement {
  const { check } = props;
  const navigation = useNavigation();
  return (
    <li>
      <button type="button" onClick={() => navigation.go({ screen: 'explore', query: check.query })}>
        <span className={`check-count is-${check.count === 0 ? 'none' : check.group}`}>
          {check.count === null ? '–' : formatCount(check.count)}
        </span>
        <span className="check-lines">
          <b>{check.title}</b>
          <span className="muted">{check.meaning}</span>
          {check.count === null ? (
            <span className="muted">Too slow to count while the cache is being read; the rows can be opened.</span>
          ) : null}
          <code>{check.query}</code>
        </span>
      </button>
    </li>
  );
}

function CheckSection(props: { readonly title: string; readonly checks: readonly StandingCheck[] }): ReactElement {
  return (
    <section aria-label={props.title} className="checks-section">
      <h3 className="section-title">{props.title}</h3>
      <ul className="check-list">
        {props.checks.map((check) => (
          <CheckLine key={check.id} check={check} />
        ))}
      </ul>
    </section>
  );
}

/** What is enforced now, and where that no longer fits what is known; each check opens its rows in Explore. */
export function StandingPage(): ReactElement {
  const checks = useChecks();
  const groupOf = (group: StandingCheck['group']): readonly StandingCheck[] =>
    (checks.data ?? []).filter((check) => check.group === group);
  return (
    <ScrollRegion className="connection-page" label="Enforced and drifting">
      <header className="connection-head">
        <h2>Enforced and drifting</h2>
      </header>
      <p className="page-lead">
        Counted in the cache, as of the last sync. Each check is a query: open it, and triage, push or export the rows.
      </p>
      {checks.isPending ? <Loading lines={8} /> : null}
      {checks.error === null ? null : <ErrorNote error={checks.error} onRetry={() => void checks.refetch()} />}
      {checks.data === undefined ? null : (
        <>
          <CheckSection title="Enforced now" checks={groupOf('enforced')} />
          <CheckSection title="Drifting" checks={groupOf('drift')} />
        </>
      )}
    </ScrollRegion>
  );
}
