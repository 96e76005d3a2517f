import type { ReactElement } from 'react';
import type { LookupStatus } from '#shared/model/lookup.ts';
import type { OutboxState } from '#shared/model/outbox.ts';
import type {
  IndicatorFlag,
  IndicatorType,
  RunStatus,
  Severity,
  TlpMark,
  TriageState,
  Verdict,
} from '#shared/model/vocabulary.ts';
import {
  flagWords,
  lookupStatusWords,
  outboxStateWords,
  runStatusWords,
  severityWords,
  stateWords,
  tlpWord,
  typeWords,
  verdictWords,
} from '../text/words.ts';
import './marks.css';

// The functions are the marks without components of their own, for a table of which a screen has hundreds.

export function drawSeverity(severity: Severity, score?: number | null): ReactElement {
  return (
    <span className={`mark severity-${severity}`}>
      {score === undefined || score === null ? null : <b>{score}</b>}
      {severity === 'none' && score === null ? 'No score' : severityWords[severity]}
    </span>
  );
}

/** Severity word with its colour; the word is always there, so colour is never the only carrier. */
export function SeverityMark(props: { readonly severity: Severity; readonly score?: number | null }): ReactElement {
  return drawSeverity(props.severity, props.score);
}

export function drawVerdict(verdict: Verdict): ReactElement {
  return <span className={`mark verdict-${verdict}`}>{verdictWords[verdict]}</span>;
}

export function VerdictMark(props: { readonly verdict: Verdict }): ReactElement {
  return drawVerdict(props.verdict);
}

export function drawState(state: TriageState): ReactElement {
  return <span className={`mark state-${state}`}>{stateWords[state]}</span>;
}

export function StateMark(props: { readonly state: TriageState }): ReactElement {
  return drawState(props.state);
}

/** A flag of an indicator; `isNarrow` saves room in a table cell, the tooltip says the rest. */
export function FlagMark(props: { readonly flag: IndicatorFlag; readonly isNarrow?: boolean }): ReactElement {
  const words = flagWords[props.flag];
  return (
    <span className={`mark flag-${props.flag}`} title={words.long}>
      {props.isNarrow && words.sign !== undefined ? (
        <>
          <span aria-hidden="true">{words.sign}</span>
          <span className="visually-hidden">{words.short}</span>
        </>
      ) : (
        words.short
      )}
    </span>
  );
}

/** Where a queued change stands. */
export function OutboxMark(props: { readonly state: OutboxState }): ReactElement {
  return <span className={`mark outbox-${props.state}`}>{outboxStateWords[props.state]}</span>;
}

/** What a look-up says of a candidate. */
export function LookupMark(props: { readonly status: LookupStatus }): ReactElement {
  const words = lookupStatusWords[props.status];
  return (
    <span className={`mark lookup-${props.status}`} title={words.long}>
      {words.short}
    </span>
  );
}

export function drawType(type: IndicatorType): ReactElement {
  return <span className="mark type-mark">{typeWords[type]}</span>;
}

export function TypeMark(props: { readonly type: IndicatorType }): ReactElement {
  return drawType(props.type);
}

export function TlpMarkLabel(props: { readonly tlp: TlpMark }): ReactElement {
  return <span className={`mark tlp tlp-${props.tlp.replace('+', '-')}`}>{tlpWord(props.tlp)}</span>;
}

export function RunMark(props: { readonly status: RunStatus }): ReactElement {
  return <span className={`mark run-${props.status}`}>{runStatusWords[props.status]}</span>;
}
