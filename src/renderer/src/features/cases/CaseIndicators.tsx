import { Button, InputGroup } from '@blueprintjs/core';
import { ChevronDownIcon, ChevronRightIcon, PlusIcon } from '@blueprintjs/icons';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Case, CaseIndicator } from '#shared/model/case.ts';
import { displayValue } from '#shared/model/indicator.ts';
import { useNotices } from '../../app/notices.tsx';
import { useAddToCase } from '../../bridge/use-cases.ts';
import { errorText } from '../../components/error-text.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { SeverityMark, TypeMark, VerdictMark } from '../../components/Marks.tsx';
import { ShortMoment } from '../../components/Moment.tsx';
import { VendorMark } from '../../components/VendorMark.tsx';
import { countOf } from '../../text/words.ts';
import { FrozenAndLive } from './FrozenAndLive.tsx';

function AddLine(props: { readonly one: Case }): ReactElement {
  const [text, setText] = useState('');
  const add = useAddToCase();
  const notices = useNotices();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') return;
    add.mutate(
      { number: props.one.number, selection: { query: text.trim() }, comment: null, role: null },
      {
        onSuccess: ({ added, alreadyThere }) => {
          setText('');
          notices.done(
            `${countOf(added, 'indicator')} added${alreadyThere > 0 ? `, ${alreadyThere} already there` : ''}`,
          );
        },
      },
    );
  };
  return (
    <form className="case-add" onSubmit={submit}>
      <InputGroup
        size="small"
        className="grow"
        aria-label="Indicator or query to add"
        placeholder="Add an indicator, or everything a query finds"
        value={text}
        onValueChange={setText}
      />
      <Button
        type="submit"
        size="small"
        icon={<PlusIcon size={14} />}
        disabled={text.trim() === ''}
        loading={add.isPending}
      >
        Add
      </Button>
      {add.error === null ? null : (
        <p className="query-error" role="alert">
          <HostileText text={errorText(add.error)} />
        </p>
      )}
    </form>
  );
}

function IndicatorLine(props: { readonly one: Case; readonly entry: CaseIndicator }): ReactElement {
  const { entry } = props;
  const [isOpen, setIsOpen] = useState(false);
  const { indicator } = entry.snapshot;
  return (
    <>
      <tr>
        <td className="cell-toggle">
          <button
            type="button"
            className="toggle"
            aria-expanded={isOpen}
            aria-label="Then and now"
            onClick={() => setIsOpen(!isOpen)}
          >
            {isOpen ? <ChevronDownIcon size={12} /> : <ChevronRightIcon size={12} />}
          </button>
        </td>
        <td>
          <TypeMark type={entry.type} />
        </td>
        <td className="case-value">
          <HostileText text={displayValue(indicator)} mono inCell />
        </td>
        <td>{entry.role === null ? <span className="nothing">–</span> : <HostileText text={entry.role} inCell />}</td>
        <td>
          <SeverityMark severity={indicator.severity} score={indicator.score} />
        </td>
        <td>
          <VerdictMark verdict={indicator.verdict} />
        </td>
        <td>
          <span className="vendor-marks">
            {indicator.vendors.map((vendor) => (
              <VendorMark key={vendor} vendor={vendor} />
            ))}
          </span>
        </td>
        <td>
          <ShortMoment atMs={entry.addedAtMs} />
        </td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={8} className="case-detail">
            <FrozenAndLive number={props.one.number} entry={entry} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** The indicators of a case with what was said of them when they were added. */
export function CaseIndicators(props: { readonly one: Case }): ReactElement {
  const { one } = props;
  return (
    <section className="case-section" aria-label="Indicators">
      <h2 className="section-title">
        Indicators <span>{one.indicators.length}</span>
      </h2>
      {one.status === 'closed' ? null : <AddLine one={one} />}
      {one.indicators.length === 0 ? (
        <p className="muted">None yet. Add some here, or from Explore with C.</p>
      ) : (
        <table className="dense">
          <thead>
            <tr>
              <th className="cell-toggle">
                <span className="visually-hidden">Then and now</span>
              </th>
              <th>Type</th>
              <th>Value</th>
              <th>Role</th>
              <th>Score when added</th>
              <th>Verdict then</th>
              <th>Vendors</th>
              <th>Added</th>
            </tr>
          </thead>
          <tbody>
            {one.indicators.map((entry) => (
              <IndicatorLine key={`${entry.type} ${entry.value}`} one={one} entry={entry} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
