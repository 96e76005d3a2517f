import { describe, expect, it } from 'vitest';
import { checkQuery, parseQuery } from '#main/domain/query/parse-query.ts';
import { AppError } from '#shared/errors/app-error.ts';

const moment = { nowMs: Date.UTC(2026, 10, 21) };

describe('errors of the query language', () => {
  it.each<[query: string, column: number, message: string, suggestion: string]>([
    ['sev:high', 1, 'There is no field "sev".', 'Did you mean severity:?'],
    ['evil scroe:>5', 6, 'There is no field "scroe".', 'Did you mean score:?'],
    ['first-seen:now', 1, 'There is no field "first-seen".', 'Did you mean first_seen:?'],
    ['status:new', 1, 'There is no field "status".', 'Did you mean state:?'],
    ['javascript:alert(1)', 1, 'There is no field "javascript".', 'Write it in quotes to search for it as text.'],
    ['type:domian', 6, '"domian" is no word of type:.', 'Did you mean type:domain?'],
    ['severity:(low OR hihg)', 18, '"hihg" is no word of severity:.', 'Did you mean severity:high?'],
    ['state:zzzzzz', 7, '"zzzzzz" is no word of state:.', 'One of: new, in_review, escalated, reviewed.'],
    ['is:conflict', 4, '"conflict" is no word of is:.', 'Did you mean is:conflicting?'],
    ['has:x', 5, '"x" is no word of has:.', 'One of: case, note, relation.'],
    ['score:high', 7, '"high" is not a number.', 'Examples: >=80, 50..80, <20.'],
    ['score:>', 8, 'A number is missing.', 'Examples: >=80, 50..80, <20.'],
    ['score:80..50', 7, 'The range ends before it begins.', 'Write 50..80.'],
    ['last_seen:>7d', 12, '7d is not a time.', 'Did you mean now-7d?'],
    ['last_seen:now-7d', 11, 'Nothing happens at exactly now-7d.', 'Write >now-7d for everything since.'],
    ['last_seen:2026-02-31', 11, 'There is no day 2026-02-31.', 'Examples: >2026-11-01'],
    ['last_seen:2026-11-07..2026-11-01', 11, 'The range ends before it begins.', 'Write 2026-11-01..2026-11-07.'],
    ['last_seen:yesterday', 11, '"yesterday" is not a time.', 'Examples: >2026-11-01'],
    ['ip:10.0.0', 4, '"10.0.0" is no address or network.', 'Examples: ip:10.0.0.0/8'],
    ['under:1.2.3.4', 7, '"1.2.3.4" is no domain name.', 'Write ip:1.2.3.4.'],
    ['under:https://evil.com/a', 7, '"https://evil.com/a" is no domain name.', 'Write a domain, as in under:evil.com.'],
    ['sort:scoer', 6, 'Nothing is sorted by "scoer".', 'Did you mean score?'],
    ['sort:(score)', 1, 'sort: takes no group.', 'Separate its fields by commas'],
    ['(a OR sort:score)', 7, 'sort: orders the whole result.', 'Write it beside the other terms'],
    ['-sort:score', 2, 'sort: orders the whole result.', 'Write it beside the other terms'],
    ['tag:', 5, 'A value of tag: is missing.', 'Write it right behind'],
    ['tag: x', 5, 'A value of tag: is missing.', 'Write it right behind'],
    ['tag:a,', 7, 'A value of tag: is missing.', 'Write it right behind'],
    ['tag:""', 5, 'There is nothing between the quotes.', 'Write at least one character.'],
    ['a "b', 3, 'The quoted text has no end.', 'Close it with ".'],
    ['"C:\\x\\"', 1, 'The quoted text has no end.', 'Before the closing quote a backslash is written twice.'],
    ['a OR', 3, 'There is nothing after this OR.', 'Write a term behind it'],
    ['a AND OR b', 3, 'There is nothing after this AND.', 'Write a term behind it'],
    ['OR a', 1, 'There is nothing before this OR.', 'Write a term before it'],
    ['a NOT', 3, 'There is nothing after this NOT.', 'Write a term behind it'],
    ['a - b', 3, 'There is nothing after the minus.', 'Write it in quotes'],
    ['()', 1, 'There is nothing between the parentheses.', 'Remove them'],
    ['a (', 3, 'This ( is never closed.', 'Close it with )'],
    ['a (b', 3, 'This ( is never closed.', 'Close it with )'],
    ['a) b', 2, 'This ) has no ( before it.', 'Remove it'],
    ['tag:(a b', 5, 'This ( is never closed.', 'Close it with )'],
    ['tag:(a,)', 7, 'There is nothing after this comma.', 'Write a term behind it'],
    ['tag:(,a)', 6, 'There is nothing before this comma.', 'Write a term before it'],
    [`${'('.repeat(65)}a`, 65, 'Parentheses are nested more than 64 deep.', 'Split the query.'],
  ])('%j: column %i', (query, column, message, suggestion) => {
    const result = checkQuery(query, moment);
    const error = 'error' in result ? result.error : undefined;
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'input.invalid', column, message });
    expect(error?.suggestion).toContain(suggestion);
    expect(() => parseQuery(query, moment)).toThrow(message);
  });

  it('asks for nothing that an open set of words could refuse', () => {
    for (const field of [
      'vendor',
      'connection',
      'stream',
      'tag',
      'source',
      'category',
      'rule',
      'country',
      'tlp',
      'case',
    ]) {
      expect(checkQuery(`${field}:no-such-word`, moment)).toHaveProperty('plan');
    }
  });

  it.each([
    ['type', 'is no word of type:.'],
    ['under', 'is no domain name.'],
    ['score', 'is not a number.'],
  ])('show 40 characters of a long text, and no half of one: %s', (field, words) => {
    const text = `${'x'.repeat(39)}😀${'y'.repeat(500)}`;
    expect(() => parseQuery(`${field}:${text}`, moment)).toThrow(`"${'x'.repeat(39)}\ufffd…" ${words}`);
    expect(() => parseQuery(`${field}:x\ud800y`, moment)).toThrow(`"x\ufffdy" ${words}`);
  });
});
