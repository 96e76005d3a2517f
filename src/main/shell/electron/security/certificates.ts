import type { App } from 'electron';

/** Never answers yes for a certificate or a login; unhandled, Electron would pick the first client certificate. */
export function refuseCertificatesAndLogins(app: App): void {
  app.on('select-client-certificate', (event, _contents, _url, _list, choose) => {
    event.preventDefault();
    choose();
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, trust) => {
    event.preventDefault();
    trust(false);
  });
  app.on('login', (event, _contents, _details, _authInfo, answer) => {
    event.preventDefault();
    answer();
  });
}
