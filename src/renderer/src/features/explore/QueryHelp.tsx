import { Button, Classes, PopoverNext } from '@blueprintjs/core';
import { HelpIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import { useQueryHelp } from '../../bridge/use-indicators.ts';

/** The whole query language, made of its grammar; a click runs an example. */
export function QueryHelp(props: { readonly onExample: (query: string) => void }): ReactElement {
  return (
    <PopoverNext placement="bottom-end" content={<HelpText {...props} />}>
      <Button variant="minimal" size="small" aria-label="What can be searched for" icon={<HelpIcon size={14} />} />
    </PopoverNext>
  );
}

function HelpText(props: { readonly onExample: (query: string) => void }): ReactElement {
  const sections = useQueryHelp().data ?? [];
  return (
    <div className="query-help">
      {sections.map(({ title, entries }) => (
        <section key={title}>
          <h2 className="section-title">{title}</h2>
          <ul>
            {entries.map(({ example, meaning }) => (
              <li key={example}>
                <button
                  type="button"
                  className={`link-button mono ${Classes.POPOVER_DISMISS}`}
                  onClick={() => props.onExample(example)}
                >
                  {example}
                </button>
                <span className="muted">{meaning}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
