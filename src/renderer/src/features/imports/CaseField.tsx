import { FormGroup } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { MethodInput } from '#shared/contract/methods.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useCases } from '../../bridge/use-cases.ts';
import { WordSelect } from '../../components/WordSelect.tsx';

type Choice = MethodInput<'imports.run'>['case'];

const shownTitle = 60;

/** Into which case: the one that the file describes, none, a new one, or one that is here. */
export function CaseField(props: {
  readonly hasCase: boolean;
  readonly value: Choice;
  readonly onChange: (choice: Choice) => void;
}): ReactElement {
  const cases = useCases().data ?? [];
  const open = cases.filter(({ status }) => status !== 'closed');
  const titles = new Map<string, string>(open.map(({ number, title }) => [number, title]));
  const fixed: readonly Choice[] = props.hasCase ? ['auto', 'none'] : ['auto', 'new'];
  const say = (choice: Choice): string => {
    if (choice === 'auto') return props.hasCase ? 'The case that the file describes' : 'No case, into the cache only';
    if (choice === 'none') return 'No case, into the cache only';
    if (choice === 'new') return 'A new case';
    const title = titles.get(choice) ?? '';
    const shown = title.length > shownTitle ? `${title.slice(0, shownTitle).toWellFormed()}…` : title;
    return `${choice} ${revealHidden(shown)}`;
  };
  return (
    <FormGroup label="Into" labelFor="import-case" className="import-case">
      <WordSelect
        id="import-case"
        words={[...fixed, ...open.map(({ number }) => number)]}
        value={props.value}
        say={say}
        onChange={props.onChange}
      />
    </FormGroup>
  );
}
