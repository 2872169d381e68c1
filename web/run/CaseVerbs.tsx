// What a manager may do to a case: hold it or let it go on, move it, correct its data, cancel it, make it void, bring it back, have its proof. Its starter recalls it.
import { useMutation } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { Ban, Ellipsis, FileCheck, FileX, Move, Pause, PenLine, Play, RotateCcw, Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { ask, caseOperationApi } from '../reach/client.ts';
import { fetchFile } from '../reach/download.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import type { StoryContext } from '../story/story.ts';
import { useKeptText } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import { AskReason } from './AskReason.tsx';
import { CorrectData } from './CorrectData.tsx';
import { MoveCase } from './MoveCase.tsx';
import { useCaseVerb } from './useCaseVerb.ts';

type Verb = 'cancel' | 'suspend' | 'resume' | 'void' | 'revive' | 'recall';
type Asked = Verb | 'move' | 'correct';

type Props = { detail: CaseDetail; context: StoryContext; manages: boolean };
export function CaseVerbs({ detail, context, manages }: Props): ReactNode {
  const { t } = useWords();
  const [asked, setAsked] = useState<Asked>();
  const close = (): void => setAsked(undefined);
  const isSuspended = detail.status === 'suspended';
  const verb = asked === 'move' || asked === 'correct' ? undefined : asked;
  const [reason, setReason, forget] = useKeptText(`case:${detail.id}:${verb ?? ''}`);
  const act = useCaseVerb(
    detail.id,
    (send, which: Verb) =>
      send({ reason: reason.trim() }, (sent) =>
        ask(caseOperationApi.cases[':id'][which].$post({ param: { id: detail.id }, ...sent })),
      ),
    () => {
      forget();
      close();
    },
  );
  const proof = useMutation({
    mutationFn: (format: 'pdf' | 'json') =>
      fetchFile(`/api/cases/${encodeURIComponent(detail.id)}/proof?format=${format}`),
  });
  const open = detail.status !== 'ended';
  const end = [
    ...(open
      ? [{ key: 'cancel', icon: <Ban size={14} strokeWidth={1.75} />, danger: true, label: t('case.cancel') }]
      : []),
    ...(detail.can.void
      ? [{ key: 'void', icon: <FileX size={14} strokeWidth={1.75} />, danger: true, label: t('case.void') }]
      : []),
  ];
  return (
    <>
      {detail.can.recall && (
        <Button icon={<Undo2 size={14} strokeWidth={1.75} />} onClick={() => setAsked('recall')}>
          {t('case.recall')}
        </Button>
      )}
      {detail.can.revive && (
        <Button icon={<RotateCcw size={14} strokeWidth={1.75} />} onClick={() => setAsked('revive')}>
          {t('case.revive')}
        </Button>
      )}
      {!manages || !open ? null : isSuspended ? (
        <Button type="primary" icon={<Play size={14} strokeWidth={1.75} />} onClick={() => setAsked('resume')}>
          {t('case.resume')}
        </Button>
      ) : (
        <Button icon={<Pause size={14} strokeWidth={1.75} />} onClick={() => setAsked('suspend')}>
          {t('case.suspend')}
        </Button>
      )}
      {manages && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              ...(open
                ? [
                    { key: 'move', icon: <Move size={14} strokeWidth={1.75} />, label: t('case.move') },
                    { key: 'correct', icon: <PenLine size={14} strokeWidth={1.75} />, label: t('case.correct') },
                    { type: 'divider' as const },
                  ]
                : []),
              ...end,
              ...(end.length > 0 ? [{ type: 'divider' as const }] : []),
              { key: 'pdf', icon: <FileCheck size={14} strokeWidth={1.75} />, label: t('case.proof.pdf') },
              { key: 'json', icon: <FileCheck size={14} strokeWidth={1.75} />, label: t('case.proof.json') },
            ],
            onClick: ({ key }) => (key === 'pdf' || key === 'json' ? proof.mutate(key) : setAsked(key as Asked)),
          }}
        >
          <Button aria-label={t('more')} loading={proof.isPending} icon={<Ellipsis size={16} />} />
        </Dropdown>
      )}
      {proof.isError && <Failed error={proof.error} />}
      <AskReason
        open={verb !== undefined}
        title={verb ? t(`case.ask.${verb}`) : ''}
        hint={verb ? t(`case.askHint.${verb}`) : ''}
        verb={verb ? t(`case.${verb}`) : ''}
        danger={verb === 'cancel' || verb === 'void'}
        required={verb !== 'resume'}
        busy={act.isPending}
        failed={act.isError && <Failed error={act.error} />}
        onCancel={() => {
          act.reset();
          close();
        }}
        reason={reason}
        onReason={setReason}
        onOk={() => verb && act.mutate(verb)}
      />
      {asked === 'move' && <MoveCase detail={detail} context={context} onClose={close} />}
      {asked === 'correct' && <CorrectData detail={detail} onClose={close} />}
    </>
  );
}
