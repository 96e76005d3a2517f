import { DialogBody } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { Modal } from '../components/Modal.tsx';
import { KeyCaps } from './KeyHint.tsx';
import { type Shortcut, shortcuts } from './shortcuts.ts';

const groups: readonly Shortcut['group'][] = ['Go to', 'Search', 'Results', 'Triage', 'Panel', 'General'];
const all: readonly Shortcut[] = Object.values(shortcuts);

/** Every shortcut, from the table that binds them. */
export function ShortcutHelp(props: { readonly onClose: () => void }): ReactElement {
  return (
    <Modal onClose={props.onClose} title="Keyboard shortcuts" className="shortcut-help">
      <DialogBody useOverflowScrollContainer={false}>
        <div className="shortcut-groups">
          {groups.map((group) => (
            <section key={group} aria-label={group}>
              <h3>{group}</h3>
              <dl>
                {all
                  .filter((shortcut) => shortcut.group === group)
                  .map((shortcut) => (
                    <div key={shortcut.label}>
                      <dt>{shortcut.label}</dt>
                      <dd>
                        {shortcut.keys.map((keys) => (
                          <KeyCaps key={keys} keys={keys} />
                        ))}
                      </dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </div>
      </DialogBody>
    </Modal>
  );
}
