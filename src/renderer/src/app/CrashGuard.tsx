import { Button } from '@blueprintjs/core';
import { ErrorIcon } from '@blueprintjs/icons';
import { Component, type ReactNode } from 'react';
import { EmptyState } from '../components/EmptyState.tsx';

interface CrashState {
  readonly hasCrashed: boolean;
}

/** Catches a mistake of ours while rendering: the data is safe in the program, so starting the page again is enough. */
export class CrashGuard extends Component<{ readonly children: ReactNode }, CrashState> {
  override readonly state: CrashState = { hasCrashed: false };

  static getDerivedStateFromError(): CrashState {
    return { hasCrashed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasCrashed) return this.props.children;
    return (
      <main className="crash">
        <EmptyState
          icon={<ErrorIcon size={20} />}
          title="This window ran into a mistake of its own"
          action={<Button onClick={() => window.location.reload()}>Reload the window</Button>}
        >
          Nothing was lost: triage, cases and notes are saved as soon as they are made.
        </EmptyState>
      </main>
    );
  }
}
