import { describe, expect, it } from 'vitest';
import { describeError, logFailure } from '#main/shell/report-error.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

describe('an error as people see it', () => {
  it('has message, column and advice', () => {
    const error = new AppError('input.invalid', 'There is no field "typ".', { column: 5, suggestion: 'Meant "type"?' });
    expect(describeError(error, 'ab12')).toBe(
      'sightline: There is no field "typ". (column 5)\n  Meant "type"?\n  (input.invalid, in the log as ab12)',
    );
  });

  it('never tells what went wrong underneath', () => {
    const error = new AppError('network.offline', 'The vendor cannot be reached.', {
      cause: new Error('getaddrinfo ENOTFOUND secret-host'),
    });
    expect(describeError(error)).toBe(
      'sightline: The vendor cannot be reached.\n  Check the network and the proxy. Searching works without one.\n  (network.offline)',
    );
    expect(describeError(new TypeError('x is not a function'))).not.toContain('function');
    expect(describeError(new AppError('internal.bug', 'x', { cause: 'y' }), 'ab12')).toBe(
      'sightline: Something went wrong inside Sightline; the log has the details under ab12.\n' +
        '  Try again. If it stays, save the diagnostics under Settings and report it with the reference.\n  (internal.bug)',
    );
  });

  it('cannot steer the terminal', () => {
    const text = 'a\u001B[2Jb\u202Ec\nd';
    const shown = describeError(new AppError('input.invalid', text, { suggestion: text }));
    expect(shown).toBe('sightline: a⟨U+001B⟩[2Jb⟨U+202E⟩c⟨U+000A⟩d\n  a⟨U+001B⟩[2Jb⟨U+202E⟩c\nd\n  (input.invalid)');
  });

  it('says nothing more of what was stopped on request', () => {
    const stopped = new AppError('internal.cancelled', 'Interrupted.');
    expect(describeError(stopped, logFailure(new MemoryLogger(), 'x', stopped))).toBe('sightline: Interrupted.');
  });
});
