import { Checkbox, InputGroup } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Case } from '#shared/model/case.ts';
import { useNotices } from '../../app/notices.tsx';
import { useCaseCommands } from '../../bridge/use-cases.ts';
import { HostileText } from '../../components/HostileText.tsx';

/** What is left to do. */
export function CaseTasks(props: { readonly one: Case }): ReactElement {
  const { one } = props;
  const [text, setText] = useState('');
  const { addTask, setTaskDone } = useCaseCommands();
  const notices = useNotices();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // Enter once more, while it is saved, is no second one.
    if (text.trim() === '' || addTask.isPending) return;
    // What was written on meanwhile is not saved yet.
    const saved = (): void => setText((now) => (now === text ? '' : now));
    addTask.mutate({ number: one.number, text: text.trim() }, { onSuccess: saved, onError: notices.failed });
  };
  return (
    <section className="case-section" aria-label="Tasks">
      <h2 className="section-title">
        Tasks <span>{one.tasks.filter((task) => !task.done).length} open</span>
      </h2>
      {one.tasks.map((task) => (
        <Checkbox
          key={task.id}
          className={task.done ? 'task is-done' : 'task'}
          checked={task.done}
          onChange={(event) =>
            setTaskDone.mutate(
              { number: one.number, taskId: task.id, done: event.currentTarget.checked },
              { onError: notices.failed },
            )
          }
        >
          <HostileText text={task.text} inCell />
        </Checkbox>
      ))}
      <form onSubmit={submit}>
        <InputGroup
          size="small"
          aria-label="New task"
          placeholder="Add a task (Enter)"
          value={text}
          onValueChange={setText}
        />
      </form>
    </section>
  );
}
