import { expect, it } from 'vitest';
import { createNoticeLog, noticeLimit } from '../../../src/renderer/src/app/notice-log.ts';

const notice = (text: string) => ({ atMs: 7, text, tone: 'remark' as const, action: undefined });

it('keeps the newest hundred, newest first, and counts what was not read', () => {
  const log = createNoticeLog();
  for (let at = 1; at <= noticeLimit + 20; at += 1) log.add(notice(`message ${at}`));
  const { notices, unread } = log.state();
  expect(notices).toHaveLength(noticeLimit);
  expect([notices[0]?.text, notices.at(-1)?.text]).toEqual(['message 120', 'message 21']);
  expect(unread).toBe(noticeLimit);
  log.read();
  log.add(notice('one more'));
  expect(log.state()).toMatchObject({ unread: 1 });
});

it('tells whoever listens once for each change, and nobody when nothing changes', () => {
  const log = createNoticeLog();
  let told = 0;
  const stop = log.subscribe(() => {
    told += 1;
  });
  log.read();
  expect(told).toBe(0);
  log.add(notice('a'));
  const { notices } = log.state();
  log.read();
  expect(told).toBe(2);
  expect(log.state().notices).toBe(notices);
  stop();
  log.add(notice('b'));
  expect(told).toBe(2);
});
