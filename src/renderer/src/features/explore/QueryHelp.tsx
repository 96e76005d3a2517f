import { Button, Classes, PopoverNext } from '@blueprintjs/core';
import { HelpIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';

const examples: readonly { readonly query: string; readonly meaning: string }[] = [
  { query: '203.0.113[.]9', meaning: 'an address, URL, hash or e-mail: exactly that, defanged or not' },
  {
    query: 'value:(evil.com OR 203.0.113[.]9)',
    meaning: 'any of a list, each as a whole; paste one, one value per line',
  },
  { query: 'evil', meaning: 'text inside the value, tags, notes, rule and malware names' },
  { query: 'type:domain score:>=70', meaning: 'both must hold; score also as 50..80' },
  { query: 'vendor:(datadog AND crowdstrike)', meaning: 'said by both vendors' },
  { query: 'tag:(c2 OR rat) -tag:scanner', meaning: 'any of these, none of those' },
  { query: 'under:evil.com', meaning: 'the domain and everything below it' },
  { query: 'ip:10.0.0.0/8', meaning: 'addresses and smaller networks inside' },
  { query: 'last_seen:>now-7d', meaning: 'the last seven days; also m h d w or 2026-11-01' },
  { query: 'state:new severity:high,critical', meaning: 'not looked at yet and serious' },
  { query: 'is:conflicting', meaning: 'vendors disagree; also is:expired, is:gone, is:listed' },
  { query: 'sort:-last_seen', meaning: 'newest first; several columns with commas' },
];

/** What can be asked, by example; a click runs the example. */
export function QueryHelp(props: { readonly onExample: (query: string) => void }): ReactElement {
  return (
    <PopoverNext
      placement="bottom-end"
      content={
        <div className="query-help">
          <h2 className="section-title">What you can search for</h2>
          <ul>
            {examples.map((example) => (
              <li key={example.query}>
                <button
                  type="button"
                  className={`link-button mono ${Classes.POPOVER_DISMISS}`}
                  onClick={() => props.onExample(example.query)}
                >
                  {example.query}
                </button>
                <span className="muted">{example.meaning}</span>
              </li>
            ))}
          </ul>
          <p className="muted">
            Terms side by side must all hold. <span className="mono">AND</span>, <span className="mono">OR</span>,{' '}
            <span className="mono">NOT</span> and brackets work, in upper case.
          </p>
        </div>
      }
    >
      <Button variant="minimal" size="small" aria-label="What can be searched for" icon={<HelpIcon size={14} />} />
    </PopoverNext>
  );
}
