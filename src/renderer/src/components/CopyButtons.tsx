import { Button, ButtonGroup } from '@blueprintjs/core';
import { DuplicateIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { IndicatorType } from '#shared/model/vocabulary.ts';
import { defang } from '#shared/text/defang.ts';
import { useCopy } from './use-copy.ts';

/** Copies a value: defanged by default, exact when asked for. */
export function CopyButtons(props: { readonly type: IndicatorType; readonly value: string }): ReactElement {
  const copy = useCopy();
  return (
    <ButtonGroup variant="outlined" size="small">
      <Button
        icon={<DuplicateIcon size={12} />}
        onClick={() => copy(defang(props.type, props.value), 'Defanged value')}
      >
        Copy defanged
      </Button>
      <Button onClick={() => copy(props.value, 'Exact value')}>Exact</Button>
    </ButtonGroup>
  );
}
