import { describe, expect, it } from 'vitest';
import { parseQuery } from '#main/domain/query/parse-query.ts';
import { type Enforcer, listChecks } from '#main/domain/standing.ts';

const falcon: Enforcer = {
  vendor: 'crowdstrike',
  name: 'Falcon',
  enforcing: ['prevent', 'detect'],
  allowing: ['allow'],
  types: ['domain'],
};
const others = ['datadog', 'import'];

describe('the checks of what is enforced', () => {
  it('are queries of the language, each with a name of its own', () => {
    const checks = listChecks([falcon, { ...falcon, vendor: 'acme', name: 'Acme' }], others);
    for (const { query } of checks) expect(() => parseQuery(query, { nowMs: 0 }), query).not.toThrow();
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    expect(new Set(checks.map(({ title, query }) => `${title} ${query}`)).size).toBeGreaterThan(checks.length - 3);
  });

  it('ask about the vendor that acts and about those that only report', () => {
    const queries = Object.fromEntries(listChecks([falcon], others).map(({ id, query }) => [id, query]));
    expect(queries).toEqual({
      'enforced-crowdstrike': 'enforced:(prevent OR detect)',
      'expired-crowdstrike': 'expired:crowdstrike -live:crowdstrike live:* last_seen:>now-30d',
      'gone-crowdstrike': 'enforced:(prevent OR detect) gone:(datadog OR import) -live:(datadog OR import)',
      'allowed-crowdstrike': 'enforced:allow (verdict:malicious OR is:conflicting)',
      'missed-crowdstrike': 'verdict:malicious type:domain -enforced:(prevent OR detect)',
      'seen-again': 'state:reviewed last_seen:>triaged',
      disagree: 'is:conflicting',
    });
  });

  it('leave out what nobody can be asked about', () => {
    expect(listChecks([falcon], []).map(({ id }) => id)).not.toContain('gone-crowdstrike');
    expect(listChecks([], others).map(({ id }) => id)).toEqual(['seen-again', 'disagree']);
  });
});
