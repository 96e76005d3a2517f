import { Button, DialogBody, DialogFooter, FormGroup, TextArea } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import { splitValues } from '#shared/text/value-lists.ts';
import { Modal } from '../../components/Modal.tsx';
import { countOf } from '../../text/words.ts';

/** A list of values to search for, to be pasted, read and changed. */
export function ValueListDialog(props: {
  readonly values: readonly string[];
  readonly onSearch: (values: readonly string[]) => void;
  readonly onClose: () => void;
}): ReactElement {
  const [text, setText] = useState(() => props.values.join('\n'));
  const [count, setCount] = useState(props.values.length);
  const search = (): void => {
    props.onSearch(splitValues(text));
    props.onClose();
  };
  return (
    <Modal onClose={props.onClose} title="Search for a list of values">
      <DialogBody>
        <FormGroup
          label={`Any of ${countOf(count, 'value')}`}
          labelFor="value-list"
          helperText="One per line, or between commas; defanged or not. Lines that begin with # are remarks. Ctrl+Enter searches."
        >
          <TextArea
            id="value-list"
            className="value-list mono"
            autoFocus
            fill
            rows={14}
            spellCheck={false}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setCount(splitValues(event.target.value).length);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) search();
            }}
          />
        </FormGroup>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button onClick={props.onClose}>Cancel</Button>
            <Button intent="primary" onClick={search}>
              Search
            </Button>
          </>
        }
      />
    </Modal>
  );
}
