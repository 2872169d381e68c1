// The checklist of a step: ticks are kept with the task, for whoever has it then. What has not arrived yet is kept on this machine.
import { useQueryClient } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { Camera } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { Files } from '../forms/Files.tsx';
import { Failed } from '../parts/Failed.tsx';
import { asRefusal } from '../reach/client.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useKept } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import { type Said, sendTick, ticksOf } from './ticks-sent.ts';

export function Ticks({ task }: { task: TaskDetail }): ReactNode {
  const { t } = useWords();
  const { stamp } = useTime();
  const queries = useQueryClient();
  const [failed, setFailed] = useState<unknown>();
  // By place, so that a tick holds in every language.
  const unsent = useKept(ticksOf(task.id));
  const { set } = unsent;
  const can = task.can.complete;

  const send = useCallback(
    async (item: number, said: Said): Promise<void> => {
      try {
        await sendTick(task.id, item, said);
        setFailed(undefined);
      } catch (error) {
        // Without a network it is sent when there is one; what is refused stands as the server has it.
        if (asRefusal(error).code === 'offline') return;
        setFailed(error);
      }
      await queries.invalidateQueries({ queryKey: ['task', task.id] });
      set(String(item), undefined);
    },
    [task.id, queries, set],
  );
  const say = (item: number, said: Said): void => {
    set(String(item), said);
    void send(item, said);
  };
  const waiting = unsent.values;
  const again = useCallback((): void => {
    for (const [item, said] of Object.entries(waiting)) if (said) void send(Number(item), said as Said);
  }, [waiting, send]);
  useEffect(() => {
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, [again]);
  // What a closed page has left unsent.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each task
  useEffect(again, [task.id]);

  const items = task.checklist.map((check, item) => {
    const said = waiting[String(item)] as Said | undefined;
    return {
      ...check,
      item,
      files: said?.files ?? check.done?.files ?? [],
      ticked: said ? said.done : check.done !== null,
    };
  });
  const ticked = items.filter((one) => one.ticked).length;
  return (
    <section>
      <h3>
        {t('guide.checklist')}{' '}
        <small>
          {ticked}/{items.length}
        </small>
        <span className="progress" aria-hidden="true">
          <i style={{ width: `${(ticked / items.length) * 100}%` }} />
        </span>
      </h3>
      <div className="checklist">
        {items.map((one) => (
          <div key={one.item} className="check">
            <Checkbox
              checked={one.ticked}
              disabled={!can || (one.photo && !one.ticked)}
              onChange={({ target }) => say(one.item, { done: target.checked, files: target.checked ? one.files : [] })}
            >
              {one.text}
              {one.photo && !one.ticked && (
                <small className="check-photo">
                  <Camera size={12} strokeWidth={1.75} aria-hidden="true" /> {t('guide.photo')}
                </small>
              )}
            </Checkbox>
            {(one.photo || one.files.length > 0) && (
              <Files
                field={{ images: true, max: 9 }}
                value={one.files}
                readOnly={!can}
                onChange={(files) => say(one.item, { done: files.length > 0 || !one.photo, files })}
              />
            )}
            {one.done?.by && (
              <small className="check-by">
                <bdi>{one.done.by.name}</bdi> · {stamp(one.done.at)}
              </small>
            )}
          </div>
        ))}
      </div>
      {failed !== undefined && <Failed error={failed} />}
    </section>
  );
}
