import type { App, Session } from 'electron';
import { blockForeignRequests } from './network.ts';
import { denyPermissions } from './permissions.ts';

/** Guards one session: what it may ask for, what it may load, what it may download. */
export function guardSession(session: Session): void {
  denyPermissions(session);
  blockForeignRequests(session);
}

/** Guards any session that should ever be made beside the window's own, which is guarded by name before the window opens. */
export function guardNewSessions(app: App): void {
  app.on('session-created', guardSession);
}
