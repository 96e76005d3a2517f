import type { Page } from '@playwright/test';

/** What a window must never do while it is used as it is meant to be. */
export interface Watch {
  /** Console errors and warnings (policy violations are among them), uncaught errors, dialogs, requests to anybody else, other pages. */
  readonly problems: readonly string[];
}

const ownAddress = /^(?:https:\/\/sightline\.invalid\/|app:\/\/sightline\/|data:image\/)/;

/** Watches a window; what it did before is not seen, so reload it afterwards. */
export function watchPage(page: Page): Watch {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => undefined);
  });
  page.on('popup', (popup) => problems.push(`popup: ${popup.url()}`));
  page.context().on('request', (request) => {
    if (!ownAddress.test(request.url())) problems.push(`request: ${request.method()} ${request.url()}`);
  });
  page.on('framenavigated', (frame) => {
    if (!ownAddress.test(frame.url())) problems.push(`navigation: ${frame.url()}`);
  });
  return { problems };
}
