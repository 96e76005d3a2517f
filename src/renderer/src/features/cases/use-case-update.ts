import type { CaseChange } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import { useNotices } from '../../app/notices.tsx';
import { useCaseCommands } from '../../bridge/use-cases.ts';

/** Changes fields of a case. @returns what does so: whether it is stored; what went wrong is told. */
export function useCaseUpdate(number: CaseNumber): (fields: CaseChange) => Promise<boolean> {
  const { update } = useCaseCommands();
  const notices = useNotices();
  return async (fields) => {
    try {
      await update.mutateAsync({ number, fields });
      return true;
    } catch (error) {
      notices.failed(error);
      return false;
    }
  };
}
