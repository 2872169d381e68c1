// 退回: to which step, what comes afterwards, what that would do, and why. Docked, so that the facts stay in sight.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, Input, Radio } from 'antd';
import { CircleCheck, CircleX, Hourglass, RotateCcw, Undo2 } from 'lucide-react';
import { Fragment, type ReactNode, useState } from 'react';
import type { ReturnMode } from '../../bpmn/votes.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';
import { useWidth } from '../parts/useWidth.ts';
import { attempts } from '../reach/attempts.ts';
import { ask, taskVerbApi } from '../reach/client.ts';
import type { Returns, TaskDetail } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { Phrases } from '../typed/Phrases.tsx';
import { useKeptText } from '../typed/useKept.ts';
import { named, useWords } from '../words/useWords.ts';
import { UNDO_SECONDS } from './undoable.ts';

type Props = { task: TaskDetail; onClose: () => void; onDone: (undoMs?: number) => void };
type Target = Returns['targets'][number];

export function ReturnDialog({ task, onClose, onDone }: Props): ReactNode {
  const { t } = useWords();
  const width = useWidth();
  const query = useQuery({
    queryKey: ['returns', task.id],
    queryFn: () => ask(taskVerbApi.tasks[':id'].returns.$get({ param: { id: task.id } })),
    gcTime: 0,
  });
  return (
    <Drawer
      open
      mask={false}
      onClose={onClose}
      size={width === 'phone' ? '100%' : 400}
      title={
        <span className="drawer-title">
          <Undo2 size={18} strokeWidth={1.75} /> {t('verb.return')}
        </span>
      }
      styles={{ body: { padding: 0, display: 'flex' } }}
    >
      <Shown query={query} skeleton={<Skeleton rows={4} lines={[40, 70]} height={84} />}>
        {(returns) =>
          returns.targets.length === 0 ? (
            <Empty icon={Undo2} title={t('return.nowhere')} hint={t('return.nowhereHint')} />
          ) : (
            <Choice task={task} returns={returns} onClose={onClose} onDone={onDone} />
          )
        }
      </Shown>
    </Drawer>
  );
}

function Choice({ task, returns, onClose, onDone }: Props & { returns: Returns }): ReactNode {
  const { t, language } = useWords();
  const { momentWithin } = useTime();
  const { targets, watched } = returns;
  const [to, setTo] = useState((targets.at(-1) as Target).element);
  const target = targets.find(({ element }) => element === to) as Target;
  const [again, setAgain] = useState(returns.mode === 'replay');
  const [watching, setWatching] = useState(returns.mode !== 'straight');
  const [why, setWhy, forget] = useKeptText(`return:${task.id}`);
  const [confirmed, setConfirmed] = useState(false);
  const [send] = useState(attempts);
  const replays = target.straight.refused !== null || (again && target.replay.refused === null);
  const effect = replays ? target.replay : target.straight;
  const mode: ReturnMode = replays ? 'replay' : watching && watched.length > 0 ? 'straightIfUnchanged' : 'straight';
  const sendBack = useMutation({
    mutationFn: () =>
      send(
        { to, mode, comment: why.trim(), ...(effect.others > 0 && { confirm: true }), undoFor: UNDO_SECONDS },
        (sent) => ask(taskVerbApi.tasks[':id'].return.$post({ param: { id: task.id }, ...sent })),
      ),
    onSuccess: ({ undoMs }) => {
      forget();
      onDone(undoMs);
    },
  });
  const others = effect.others > 0 && !confirmed;
  const fields = watched.map((field) => named({ name: field.label ?? field.name, texts: field.texts ?? {} }, language));
  return (
    <form
      className="return"
      onSubmit={(event) => {
        event.preventDefault();
        if (why.trim() && !others && !sendBack.isPending) sendBack.mutate();
      }}
    >
      <div className="return-body">
        {sendBack.isError && (
          <Failed error={sendBack.error} title={t('return.failed')} onAgain={() => sendBack.mutate()} />
        )}
        <h3 id="return-to">{t('return.to')}</h3>
        <Radio.Group
          className="return-choice"
          aria-labelledby="return-to"
          value={to}
          onChange={({ target: { value } }) => {
            setTo(value as string);
            setConfirmed(false);
          }}
        >
          {targets.toReversed().map((one) => (
            <Radio key={one.element} value={one.element}>
              <span className="return-step">
                <span>
                  <b>{named(one, language)}</b>
                  <small>
                    {one.who
                      ? t('return.done', { who: one.who.name, when: momentWithin(one.at) })
                      : momentWithin(one.at)}
                  </small>
                </span>
                {one.who && <Avatar name={one.who.name} size={24} />}
              </span>
            </Radio>
          ))}
        </Radio.Group>
        <h3 id="return-then">{t('return.afterwards')}</h3>
        <Radio.Group
          className="return-choice"
          aria-labelledby="return-then"
          value={replays}
          onChange={({ target: { value } }) => setAgain(value as boolean)}
        >
          <Radio value={false} disabled={target.straight.refused !== null}>
            <b>{t('return.straight')}</b>
            <small>{t('return.straightHint')}</small>
          </Radio>
          <Radio value={true} disabled={target.replay.refused !== null}>
            <b>{t('return.replay')}</b>
            <small>
              {target.replay.refused === 'irreversible' ? t('return.irreversible') : t('return.replayHint')}
            </small>
          </Radio>
        </Radio.Group>
        {!replays && fields.length > 0 && (
          <Checkbox checked={watching} onChange={({ target: { checked } }) => setWatching(checked)}>
            {t('return.watch', { fields: fields.join(t('return.and')) })}
          </Checkbox>
        )}
        {returns.majority && <p className="quiet">{t('return.majority')}</p>}
        <h3>{t('return.does')}</h3>
        <Effects effect={effect} />
        {effect.others > 0 && (
          <Checkbox checked={confirmed} onChange={({ target: { checked } }) => setConfirmed(checked)}>
            {t('return.confirm', { count: effect.others })}
          </Checkbox>
        )}
        <h3>
          <label htmlFor="return-why">{t('return.why')}</label> <span className="must">*</span>
        </h3>
        <Input.TextArea
          id="return-why"
          value={why}
          maxLength={2_000}
          autoSize={{ minRows: 3, maxRows: 8 }}
          aria-required
          onChange={(event) => setWhy(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) event.currentTarget.form?.requestSubmit();
          }}
        />
        <Phrases text={why} onText={setWhy} />
        <p className="return-path">
          <small>{t('return.path')}</small>
          {effect.path.map((one, at) => (
            <Fragment key={one.element}>
              {at > 0 && <span aria-hidden="true">→</span>}
              <span className={at === 0 ? 'return-stop is-first' : 'return-stop'}>{named(one, language)}</span>
            </Fragment>
          ))}
        </p>
      </div>
      <footer className="return-foot">
        <Button type="primary" htmlType="submit" disabled={!why.trim() || others} loading={sendBack.isPending}>
          {target.who ? t('return.doFor', { who: target.who.name }) : t('return.do')}
        </Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </footer>
    </form>
  );
}

/** One line each: lost, stopped meanwhile, kept. */
function Effects({ effect }: { effect: Target['straight'] }): ReactNode {
  const { t, language } = useWords();
  const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const;
  const lines = [
    ...effect.undone.map((one) => ({
      key: `undone ${one.element}`,
      icon: <RotateCcw {...icon} className="is-red" />,
      what: named(one, language),
      comes: t('return.undone'),
    })),
    ...(effect.votes > 0
      ? [
          {
            key: 'votes',
            icon: <CircleX {...icon} className="is-red" />,
            what: t('return.votes', { count: effect.votes }),
            comes: t('return.votesThen'),
          },
        ]
      : []),
    ...effect.withdrawn.map((one, at) => ({
      key: `withdrawn ${one.element} ${at}`,
      icon: <CircleX {...icon} className="is-red" />,
      what: one.who ? t('return.taskOf', { who: one.who.name, name: named(one, language) }) : named(one, language),
      comes: t('return.withdrawn'),
    })),
    ...effect.parked.map((one, at) => ({
      key: `parked ${one.element} ${at}`,
      icon: <Hourglass {...icon} className="is-amber" />,
      what: one.who ? t('return.taskOf', { who: one.who.name, name: named(one, language) }) : named(one, language),
      comes: t('return.parked'),
    })),
    ...(effect.carried > 0
      ? [
          {
            key: 'carried',
            icon: <CircleCheck {...icon} className="is-green" />,
            what: t('return.votes', { count: effect.carried }),
            comes: t('return.carried'),
          },
        ]
      : []),
  ];
  if (lines.length === 0) return <p className="quiet">{t('return.nothing')}</p>;
  return (
    <ul className="return-effects">
      {lines.map(({ key, icon: sign, what, comes }) => (
        <li key={key}>
          {sign}
          <b>{what}</b>
          <span>{comes}</span>
        </li>
      ))}
    </ul>
  );
}
