import { expect, it } from 'vitest';
import { toFaultWire } from '#main/db/fault.ts';

const wireOf = (code: string) => toFaultWire(Object.assign(new Error('disk I/O error in /home/ana'), { code }));

it.each(['SQLITE_IOERR_WRITE', 'SQLITE_IOERR_FSYNC', 'SQLITE_IOERR', 'EIO', 'EFBIG'])(
  '%s is told as a disk that does not write, which need not be a full one',
  (code) => {
    expect(wireOf(code)).toMatchObject({
      code: 'storage.full',
      message: 'The disk is full, or it reports an error: nothing could be written.',
      suggestion: 'Free some space or look after the disk, then try again; everything that was stored before is safe.',
    });
  },
);

it.each(['SQLITE_FULL', 'ENOSPC'])('%s is told as a full disk', (code) => {
  expect(wireOf(code)).toMatchObject({
    code: 'storage.full',
    message: 'The disk is full: nothing more can be stored.',
  });
});

it.each(['SQLITE_IOERR_READ', 'SQLITE_IOERR_SHORT_READ', 'SQLITE_IOERR_CORRUPTFS', 'SQLITE_CORRUPT'])(
  '%s is told as damage',
  (code) => expect(wireOf(code)).toMatchObject({ code: 'storage.corrupt' }),
);
