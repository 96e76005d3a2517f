import { AppError } from '#shared/errors/app-error.ts';

/** What the browser and its driver say when another browser holds the profile. */
const profileTaken = /ProcessSingleton|profile is already in use|existing browser session/i;
/** The same when there is nothing to open a window on. */
const noDisplay = /XServer|X server|\$DISPLAY|ozone_platform/i;

/**
 * Why the browser did not start, in words for the user. The driver's own error carries the browser's whole command line and
 * output: it is the cause, for the log.
 */
export function translateLaunchError(cause: unknown): AppError {
  const said = cause instanceof Error ? cause.message : '';
  if (profileTaken.test(said)) {
    return new AppError('state.conflict', 'Sightline is open already.', {
      cause,
      suggestion: 'Go to its window. A second one needs a data folder of its own: set SIGHTLINE_HOME.',
    });
  }
  if (noDisplay.test(said)) {
    return new AppError('state.notFound', 'There is no display to open a window on.', {
      cause,
      suggestion: 'Without one, use the command line: npm run -s cli -- --help',
    });
  }
  return new AppError('state.notFound', 'Chromium did not start, so there is no window.', {
    cause,
    suggestion: 'See whether it starts by itself; what it said is in the log.',
  });
}
