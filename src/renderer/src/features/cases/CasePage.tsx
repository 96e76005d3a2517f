import { Button } from '@blueprintjs/core';
import { ArrowLeftIcon, ExportIcon, LockIcon } from '@blueprintjs/icons';
import { type ReactElement, useState } from 'react';
import type { Case } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useCase } from '../../bridge/use-cases.ts';
import { EditableText } from '../../components/EditableText.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Loading } from '../../components/Loading.tsx';
import { TlpMarkLabel, VerdictMark } from '../../components/Marks.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { ExportDialog } from '../exports/ExportDialog.tsx';
import { CaseFields } from './CaseFields.tsx';
import { CaseFiles } from './CaseFiles.tsx';
import { CaseIndicators } from './CaseIndicators.tsx';
import { CaseNotes } from './CaseNotes.tsx';
import { CaseTasks } from './CaseTasks.tsx';
import { CaseTimeline } from './CaseTimeline.tsx';
import { CloseCaseDialog } from './CloseCaseDialog.tsx';
import { StatusMark } from './StatusMark.tsx';
import { useCaseUpdate } from './use-case-update.ts';

function Head(props: {
  readonly one: Case;
  readonly onExport: () => void;
  readonly onClose: () => void;
}): ReactElement {
  const { one } = props;
  const navigation = useNavigation();
  const save = useCaseUpdate(one.number);
  return (
    <header className="screen-head">
      <Button
        variant="minimal"
        size="small"
        aria-label="All cases"
        icon={<ArrowLeftIcon size={14} />}
        onClick={() => navigation.go({ screen: 'cases', number: null })}
      />
      <span className="mono muted nowrap">{one.number}</span>
      <h1 className="case-heading">
        <EditableText label="Title" text={one.title} onSave={(title) => save({ title })} />
      </h1>
      <StatusMark status={one.status} />
      {one.verdict === null ? null : <VerdictMark verdict={one.verdict} />}
      <TlpMarkLabel tlp={one.tlp} />
      <span className="grow" />
      {one.status === 'closed' ? null : (
        <Button size="small" variant="outlined" icon={<LockIcon size={14} />} onClick={props.onClose}>
          Close case
        </Button>
      )}
      <Button size="small" intent="primary" icon={<ExportIcon size={14} />} onClick={props.onExport}>
        Report
      </Button>
    </header>
  );
}

/** One case: what is in it, what was found, what is left to do, what happened. */
export function CasePage(props: { readonly number: CaseNumber }): ReactElement {
  const { data, error, isPending, refetch } = useCase(props.number);
  const [dialog, setDialog] = useState<'export' | 'close'>();
  if (isPending) return <Loading lines={10} />;
  if (error !== null) {
    return (
      <div className="result-error">
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  const close = (): void => setDialog(undefined);
  return (
    <div className="case-page">
      <Head one={data} onExport={() => setDialog('export')} onClose={() => setDialog('close')} />
      <div className="case-columns">
        <ScrollRegion className="case-main" label="Contents">
          <CaseIndicators one={data} />
          <CaseNotes one={data} />
        </ScrollRegion>
        <ScrollRegion className="case-side" label="About the case">
          <CaseFields one={data} />
          <CaseTasks one={data} />
          <CaseFiles one={data} />
          <CaseTimeline one={data} />
        </ScrollRegion>
      </div>
      {dialog === 'export' ? <ExportDialog scope={{ case: data.number }} onClose={close} /> : null}
      {dialog === 'close' ? <CloseCaseDialog one={data} onClose={close} /> : null}
    </div>
  );
}
