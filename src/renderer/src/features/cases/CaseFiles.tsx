import { Button } from '@blueprintjs/core';
import { CrossIcon, DuplicateIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { Case, CaseFile } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useNotices } from '../../app/notices.tsx';
import { useAddFiles, useCaseCommands } from '../../bridge/use-cases.ts';
import { CutText } from '../../components/CutText.tsx';
import { FileButton } from '../../components/FileButton.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { useCopy } from '../../components/use-copy.ts';
import { formatCount } from '../../text/words.ts';

const hashes = [
  ['md5', 'MD5'],
  ['sha1', 'SHA-1'],
  ['sha256', 'SHA-256'],
] as const;

function File(props: { readonly number: CaseNumber; readonly file: CaseFile }): ReactElement {
  const { number, file } = props;
  const { removeFile } = useCaseCommands();
  const notices = useNotices();
  const copy = useCopy();
  return (
    <li className="case-attachment">
      <div className="case-attachment-head">
        <CutText text={file.name}>
          <HostileText text={file.name} inCell />
        </CutText>
        <span className="muted nowrap">{formatCount(file.sizeBytes)} bytes</span>
        <Button
          size="small"
          variant="minimal"
          aria-label={`Remove ${revealHidden(file.name)}`}
          title="Remove from the case"
          icon={<CrossIcon size={12} />}
          loading={removeFile.isPending}
          onClick={() => removeFile.mutate({ number, id: file.id }, { onError: notices.failed })}
        />
      </div>
      {file.comment === null ? null : <HostileText text={file.comment} />}
      <div className="case-attachment-hashes">
        {hashes.map(([name, label]) => (
          <Button
            key={name}
            size="small"
            variant="minimal"
            title={`Copy ${file[name]}`}
            endIcon={<DuplicateIcon size={11} />}
            onClick={() => copy(file[name], label)}
          >
            {label} <span className="mono muted">{file[name].slice(0, 8)}</span>
          </Button>
        ))}
      </div>
    </li>
  );
}

/** Files of the case by name, size and hashes; their bytes stay where they are. */
export function CaseFiles(props: { readonly one: Case }): ReactElement {
  const { number, files } = props.one;
  const adding = useAddFiles(number);
  const notices = useNotices();
  return (
    <section className="case-section" aria-label="Files">
      <h2 className="section-title">
        Files <span>{formatCount(files.length)}</span>
      </h2>
      {files.length === 0 ? null : (
        <ul className="plain-list">
          {files.map((file) => (
            <File key={file.id} number={number} file={file} />
          ))}
        </ul>
      )}
      <FileButton
        label={adding.isPending ? 'Hashing…' : 'Add files…'}
        size="small"
        isMultiple
        disabled={adding.isPending}
        onFiles={(chosen) => adding.mutate(chosen, { onError: notices.failed })}
      />
      <p className="muted case-files-note">Name, size and hashes are kept, not the file itself.</p>
    </section>
  );
}
