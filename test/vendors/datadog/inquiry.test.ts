import { expect, it } from 'vitest';
import { indicatorInquiry } from '#main/vendors/datadog/inquiry.ts';

it('what moved the score is said in words; a word that Datadog adds later stays its own', () => {
  const record = {
    indicator: '192.0.2.1',
    max_trust_score: 'LOWER_SCORE',
    m_sources: 'RAISE_SCORE',
    m_persistence: 'NO_EFFECT',
    m_signal: 'DOUBLE_SCORE',
  };
  const { sections } = indicatorInquiry.describe(record);
  expect(sections.find(({ title }) => title === 'What moved the score')?.fields).toEqual([
    { kind: 'text', name: 'Trust', text: 'lowers the score' },
    { kind: 'text', name: 'Sources', text: 'raises the score' },
    { kind: 'text', name: 'Persistence', text: 'has no effect' },
    { kind: 'text', name: 'Signals', text: 'DOUBLE_SCORE' },
  ]);
});
