// What moves nothing, or only the date: behind one button beside the verbs.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { AlarmClock, Copy, Ellipsis, MessageCircleQuestion } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { TaskDetail } from '../reach/shapes.ts';
import { useWords } from '../words/useWords.ts';
import { DueDialog } from './DueDialog.tsx';
import { TellDialog } from './TellDialog.tsx';
import type { OtherVerb } from './VerbBar.tsx';

const ICONS = { ask: MessageCircleQuestion, copy: Copy, due: AlarmClock };
type Verb = keyof typeof ICONS;
export const MORE: Verb[] = ['ask', 'copy', 'due'];

/** @param before verbs that have no place in the row */
export function MoreVerbs({
  task,
  size,
  before,
}: {
  task: TaskDetail;
  size: 'large' | 'middle';
  before: OtherVerb[];
}): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const [verb, setVerb] = useState<Verb>();
  const offered = MORE.filter((one) => task.can[one]);
  if (offered.length === 0 && before.length === 0) return null;
  const close = (): void => setVerb(undefined);
  const done = (): void => {
    close();
    for (const queryKey of [['task', task.id], ['tasks'], ['history', task.case]])
      void queries.invalidateQueries({ queryKey });
  };
  return (
    <>
      <Dropdown
        trigger={['click']}
        placement="top"
        menu={{
          items: [
            ...before.map(({ key, word, icon: Icon, disabled = false }) => ({
              ...{ key, icon: <Icon size={16} strokeWidth={1.75} />, label: word, disabled },
            })),
            ...offered.map((one) => {
              const Icon = ICONS[one];
              return { key: one, icon: <Icon size={16} strokeWidth={1.75} />, label: t(`verb.${one}`) };
            }),
          ],
          onClick: ({ key }) => {
            const verb = before.find((one) => one.key === key);
            if (verb) verb.does();
            else setVerb(key as Verb);
          },
        }}
      >
        <Button size={size} aria-label={t('more')} icon={<Ellipsis size={16} strokeWidth={1.75} />} />
      </Dropdown>
      {verb === 'due' && <DueDialog task={task} onClose={close} onDone={done} />}
      {(verb === 'ask' || verb === 'copy') && <TellDialog task={task} verb={verb} onClose={close} onDone={done} />}
    </>
  );
}
