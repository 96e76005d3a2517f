/**
 * Ends the process now, with this exit status, even though a keychain call hangs in a thread.
 *
 * `process.exit` joins all threads, and a call to a stopped keyring holds one for up to 50 s (measured). Replacing the process image
 * drops the threads and keeps the status; where the platform has no such call, `process.exit` has to do.
 */
export function endProcess(options: { readonly status: number; readonly isCallHanging: boolean }): never {
  if (options.isCallHanging && process.execve !== undefined && process.platform !== 'win32') {
    process.execve('/bin/sh', ['sh', '-c', `exit ${options.status}`], {});
  }
  process.exit(options.status);
}
