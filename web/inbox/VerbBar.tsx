// What can be done with the task, always in reach; one solid verb. c claims, s submits.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import {
  ArrowLeftRight,
  CloudAlert,
  CloudCheck,
  CloudUpload,
  HandHelping,
  Link,
  type LucideIcon,
  MessageCircleQuestion,
  Undo2,
  UserPlus,
  UserRoundCog,
  Vote,
} from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Verdict } from '../../bpmn/votes.ts';
import { GuestDialog } from '../guest/GuestDialog.tsx';
import { isTyping } from '../parts/useListKeys.ts';
import { useRoom } from '../parts/useRoom.ts';
import { attempts } from '../reach/attempts.ts';
import { ask, asRefusal, taskVerbApi } from '../reach/client.ts';
import type { TaskDetail } from '../reach/shapes.ts';
import { BulkDialog } from '../run/BulkDialog.tsx';
import { useTime } from '../time/ShopTime.tsx';
import type { TypedStatus } from '../typed/typed.ts';
import { useWords } from '../words/useWords.ts';
import { MoreVerbs } from './MoreVerbs.tsx';
import { ReturnDialog } from './ReturnDialog.tsx';
import { SignersDialog } from './SignersDialog.tsx';
import { TransferDialog } from './TransferDialog.tsx';

type Props = {
  task: TaskDetail;
  phone: boolean;
  saved: TypedStatus;
  /** Files on their way. */
  uploading: number;
  claiming: boolean;
  /** Which verb is on its way. */
  submitting: Verdict | 'submit' | undefined;
  releasing: boolean;
  onClaim: () => void;
  onSubmit: (verdict?: Verdict) => void;
  onRelease: () => void;
  /** It is another's now. */
  onGiven: () => void;
  /** It was sent back; for so long that may be undone. */
  onReturned: (undoMs?: number) => void;
};

export function VerbBar(props: Props): ReactNode {
  const { task, phone, saved, uploading, claiming, submitting, releasing, onClaim, onSubmit, onRelease } = props;
  const { t } = useWords();
  const mine = task.can.release;
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const { task: now, claiming: busy } = latest.current;
      if (now.state !== 'open') return;
      const submits = (event.metaKey || event.ctrlKey) && event.key === 'Enter';
      if (!submits && isTyping(event)) return;
      if (now.can.release && now.can.complete && now.verdicts.length === 0 && (submits || event.key === 's')) {
        event.preventDefault();
        latest.current.onSubmit();
      } else if (now.can.release && now.can.complete && event.key === 'a' && now.verdicts.includes('agree')) {
        event.preventDefault();
        latest.current.onSubmit('agree');
      } else if (event.key === 'b' && now.can.return) setReturning(true);
      else if (event.key === 'c' && now.can.claim && !busy) latest.current.onClaim();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  const [giving, setGiving] = useState(false);
  const [returning, setReturning] = useState(false);
  const [adding, setAdding] = useState(false);
  const [inviting, setInviting] = useState(false);
  const { message } = App.useApp();
  const [passing, setPassing] = useState<'transfer' | 'delegate'>();
  const bar = useRef<HTMLElement>(null);
  const room = useRoom(bar, `${task.id} ${JSON.stringify(task.can)}`);
  if (task.can.takeBack) return <TakeBack task={task} phone={phone} />;
  if (task.state !== 'open' || (!mine && !task.can.claim && !task.can.assign)) return null;
  const size = phone ? 'large' : 'middle';
  const busy = { disabled: submitting !== undefined };
  // On a phone two of the decisions have room beside sending back.
  const inRow = task.verdicts.slice(0, phone ? 2 : undefined);
  const others: OtherVerb[] = [
    ...(task.can.return
      ? [
          {
            ...{ key: 'return', word: t('verb.return'), icon: Undo2, sign: 'B', ...busy },
            ...{ 'aria-pressed': returning, className: returning ? 'is-pressed' : '' },
            does: () => setReturning(!returning),
          },
        ]
      : []),
    ...(mine && task.can.giveBack && !task.can.claim
      ? [{ key: 'release', word: t('verb.release'), icon: Undo2, does: onRelease, loading: releasing, ...busy }]
      : []),
    ...(task.can.addSigners
      ? [{ key: 'signers', word: t('verb.addSigners'), icon: UserPlus, does: () => setAdding(true), ...busy }]
      : []),
    ...(task.can.transfer
      ? [
          {
            key: 'transfer',
            word: t('verb.transfer'),
            icon: ArrowLeftRight,
            does: () => setPassing('transfer'),
            ...busy,
          },
        ]
      : []),
    ...(task.can.delegate
      ? [
          {
            ...{ key: 'delegate', word: t('verb.delegate'), icon: MessageCircleQuestion },
            ...{ does: () => setPassing('delegate'), ...busy },
          },
        ]
      : []),
    ...(task.can.guest
      ? [{ key: 'guest', word: t('guest.verb'), icon: Link, does: () => setInviting(true), ...busy }]
      : []),
    ...(task.can.assign
      ? [{ key: 'assign', word: t('team.giveDo'), icon: UserRoundCog, does: () => setGiving(true) }]
      : []),
  ];
  const decisions = mine && task.can.complete ? task.verdicts.slice(inRow.length) : [];
  const behind: OtherVerb[] = decisions.map((verdict) => ({
    ...{ key: verdict, word: t(`verb.${verdict}`), icon: Vote, does: () => onSubmit(verdict), ...busy },
  }));
  // One row: what has no room in it is behind one button; on a phone all but the likeliest.
  const beside = others.slice(0, phone ? (task.can.return || inRow.length < 2 ? 1 : 0) : room);
  return (
    <footer ref={bar} className={`verbs ${phone ? 'is-phone' : ''}`}>
      {task.can.claim ? (
        <Button type="primary" size={size} loading={claiming} onClick={onClaim} className="is-first">
          {!phone && <HandHelping size={16} strokeWidth={1.75} />}
          {t('verb.claim')}
          {!phone && <kbd>C</kbd>}
        </Button>
      ) : (
        mine && (
          <>
            {task.can.complete && task.verdicts.length === 0 && (
              <Button
                type="primary"
                size={size}
                loading={submitting !== undefined}
                onClick={() => onSubmit()}
                className="is-first"
              >
                {uploading > 0
                  ? t('form.uploadingMany', { count: uploading })
                  : t(task.askedBy ? 'verb.answer' : 'verb.submit')}
                {!phone && uploading === 0 && <kbd>S</kbd>}
              </Button>
            )}
            {task.can.complete &&
              inRow.map((verdict) => (
                <Button
                  key={verdict}
                  size={size}
                  loading={submitting === verdict}
                  disabled={uploading > 0 || (submitting !== undefined && submitting !== verdict)}
                  onClick={() => onSubmit(verdict)}
                  className={verdict === 'agree' ? 'is-first is-agree' : ''}
                >
                  {t(`verb.${verdict}`)}
                  {!phone && verdict === 'agree' && <kbd>A</kbd>}
                </Button>
              ))}
          </>
        )
      )}
      {beside.map(({ key, word, icon: Icon, does, sign, ...more }) => (
        <Button key={key} data-beside size={size} onClick={does} {...more}>
          {!phone && <Icon size={16} strokeWidth={1.75} />}
          {word}
          {!phone && sign && <kbd>{sign}</kbd>}
        </Button>
      ))}
      {returning && (
        <ReturnDialog
          task={task}
          onClose={() => setReturning(false)}
          onDone={(undoMs) => {
            setReturning(false);
            props.onReturned(undoMs);
          }}
        />
      )}
      {adding && (
        <SignersDialog
          task={task}
          onClose={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            void message.success(t('signers.done'));
            props.onGiven();
          }}
        />
      )}
      {passing && (
        <TransferDialog
          task={task}
          verb={passing}
          onClose={() => setPassing(undefined)}
          onDone={() => {
            setPassing(undefined);
            props.onGiven();
          }}
        />
      )}
      {inviting && <GuestDialog task={task} onClose={() => setInviting(false)} />}
      {giving && (
        <BulkDialog
          verb="assign"
          selection={{ tasks: [task.id] }}
          not={task.assignee?.id}
          onClose={() => setGiving(false)}
          onDone={() => setGiving(false)}
        />
      )}
      <MoreVerbs task={task} size={size} before={[...behind, ...others.slice(beside.length)]} />
      <span className="spacer" />
      {mine && <Saved status={saved} hasDraft={task.hasDraft} />}
    </footer>
  );
}

/** Beside the solid verb; `sign`: its key. */
export type OtherVerb = {
  key: string;
  word: string;
  icon: LucideIcon;
  sign?: string;
  does: () => void;
  disabled?: boolean;
  loading?: boolean;
  className?: string;
};

/** What I have done, as long as nobody has begun with what came of it. */
function TakeBack({ task: { id, case: about }, phone }: { task: TaskDetail; phone: boolean }): ReactNode {
  const { t } = useWords();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [send] = useState(attempts);
  const again = (): void => {
    for (const queryKey of [['task', id], ['tasks'], ['counts'], ['case', about], ['history', about]])
      void queries.invalidateQueries({ queryKey });
  };
  const back = useMutation({
    mutationFn: () =>
      send({}, ({ header }) => ask(taskVerbApi.tasks[':id']['take-back'].$post({ param: { id }, header }))),
    onSuccess: () => {
      void message.success(t('takeBack.done'));
      again();
    },
    onError: (error) => {
      const { title, detail } = asRefusal(error);
      void message.error(detail || title || t('failed.offline'));
      again();
    },
  });
  return (
    <footer className={`verbs ${phone ? 'is-phone' : ''}`}>
      <Button size={phone ? 'large' : 'middle'} loading={back.isPending} onClick={() => back.mutate()}>
        {!phone && <Undo2 size={16} strokeWidth={1.75} />}
        {t('verb.takeBack')}
      </Button>
    </footer>
  );
}

function Saved({ status, hasDraft }: { status: TypedStatus; hasDraft: boolean }): ReactNode {
  const { t } = useWords();
  const { stamp } = useTime();
  const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const;
  switch (status.is) {
    case 'clean':
      return hasDraft ? (
        <span className="saved">
          <CloudCheck {...icon} /> {t('draft.kept')}
        </span>
      ) : null;
    case 'saving':
      return (
        <span className="saved">
          <CloudUpload {...icon} /> {t('draft.saving')}
        </span>
      );
    case 'saved':
      return (
        <span className="saved" role="status">
          <CloudCheck {...icon} /> {t('draft.saved', { time: stamp(status.at) })}
        </span>
      );
    case 'offline':
    case 'kept':
      return (
        <span className="saved is-bad" role="status">
          <CloudAlert {...icon} /> {t(status.is === 'offline' ? 'draft.offline' : 'draft.here')}
        </span>
      );
    default:
      return status satisfies never;
  }
}
