import { Button } from '@blueprintjs/core';
import { CodeIcon, CrossIcon } from '@blueprintjs/icons';
import { type ReactElement, useState } from 'react';
import type { CaseEvidence } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useNotices } from '../../app/notices.tsx';
import { useCaseCommands, useEvidenceRaw } from '../../bridge/use-cases.ts';
import { CutText } from '../../components/CutText.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { TypeMark } from '../../components/Marks.tsx';
import { Moment } from '../../components/Moment.tsx';
import { VendorName } from '../../components/VendorMark.tsx';
import { RawText } from '../explore/RawRecord.tsx';

interface EvidenceProps {
  readonly number: CaseNumber;
  readonly evidence: CaseEvidence;
}

function FrozenRecord({ number, evidence }: EvidenceProps): ReactElement {
  const { data, error, isPending } = useEvidenceRaw(number, evidence.id);
  if (isPending) return <Loading lines={4} />;
  if (error !== null) return <ErrorNote error={error} />;
  return <RawText data={data} sha256={evidence.rawSha256} />;
}

/** A record that is pinned to a note: whose, about what, from when; its text on request. */
export function NoteEvidence(props: EvidenceProps): ReactElement {
  const { number, evidence } = props;
  const [isOpen, setIsOpen] = useState(false);
  const { unpinRecord } = useCaseCommands();
  const notices = useNotices();
  return (
    <li className="evidence">
      <div className="evidence-head">
        <TypeMark type={evidence.type} />
        <CutText text={evidence.value}>
          <HostileText text={evidence.value} mono inCell />
        </CutText>
        <Button
          size="small"
          variant="minimal"
          aria-expanded={isOpen}
          active={isOpen}
          icon={<CodeIcon size={12} />}
          onClick={() => setIsOpen(!isOpen)}
        >
          Record
        </Button>
        <Button
          size="small"
          variant="minimal"
          aria-label={`Take the record on ${revealHidden(evidence.value)} off this note`}
          title="Take off"
          icon={<CrossIcon size={12} />}
          loading={unpinRecord.isPending}
          onClick={() => unpinRecord.mutate({ number, id: evidence.id }, { onError: notices.failed })}
        />
      </div>
      <p className="muted">
        <VendorName vendor={evidence.vendor} /> (<HostileText text={evidence.connection} inCell />)
        {evidence.vendorScore === null ? '' : ' says '}
        {evidence.vendorScore === null ? null : <HostileText text={evidence.vendorScore} inCell />}, fetched{' '}
        <Moment atMs={evidence.fetchedAtMs} />
      </p>
      {isOpen ? <FrozenRecord number={number} evidence={evidence} /> : null}
    </li>
  );
}
