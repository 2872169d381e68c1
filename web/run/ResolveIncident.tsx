// What to do about stuck work: again, skip, let go on, or report a problem that somebody takes over; each says what it does.
import { Input, Modal, Radio, Select } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import type { Catchable } from '../../bpmn/catchable.ts';
import { Failed } from '../parts/Failed.tsx';
import { PersonPick } from '../people/PersonPick.tsx';
import { ask, caseOperationApi } from '../reach/client.ts';
import type { CaseDetail } from '../reach/shapes.ts';
import { nameOf, type StoryContext, textOf } from '../story/story.ts';
import { useKeptText } from '../typed/useKept.ts';
import { useWords } from '../words/useWords.ts';
import { focusField } from './focus-field.ts';
import { ReasonField } from './ReasonField.tsx';
import { useCaseVerb } from './useCaseVerb.ts';
import { WAY_WORDS, type Way, waysOn } from './ways-on.ts';

type Props = {
  detail: CaseDetail;
  context: StoryContext;
  incident: CaseDetail['open'][number];
  first: Way;
  onClose: () => void;
};
/** Stands for whatever has no choice of its own. */
const ANY = '';

export function ResolveIncident({ detail, context, incident, first, onClose }: Props): ReactNode {
  const { t } = useWords();
  const { ways, problems } = waysOn(detail, context.definition, incident);
  const [only, ...others] = problems;
  const [way, setWay] = useState(first);
  const [problem, setProblem] = useState(others.length === 0 && only ? (only.code ?? ANY) : undefined);
  const [code, setCode] = useState('');
  const [reason, setReason, forget] = useKeptText(`incident:${incident.id}`);
  const [person, setPerson] = useState<string>();
  const field = useId();
  const at = context.definition.elements[incident.element];
  const said = problem === ANY ? code.trim() : problem;
  const resolve = useCaseVerb(
    detail.id,
    (send) =>
      send(
        {
          action: way === 'give' ? ('retry' as const) : way,
          ...(way === 'give' && person && { person }),
          ...(reason.trim() && { reason: reason.trim() }),
          ...(way === 'throw' && said && { code: said }),
        },
        (sent) =>
          ask(
            caseOperationApi.cases[':id'].incidents[':incident'].resolve.$post({
              param: { id: detail.id, incident: incident.id },
              ...sent,
            }),
          ),
      ),
    () => {
      forget();
      onClose();
    },
  );
  const needsReason = way !== 'retry' && way !== 'give';
  const isReady =
    (!needsReason || reason.trim() !== '') &&
    (way !== 'throw' || problem !== undefined) &&
    (way !== 'give' || person !== undefined);
  return (
    <Modal
      open
      title={t('case.stuckAt', { step: at ? nameOf(at, context) : incident.element })}
      okText={t(WAY_WORDS[way])}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !isReady }}
      confirmLoading={resolve.isPending}
      onOk={() => resolve.mutate(undefined)}
      onCancel={onClose}
      afterOpenChange={focusField(first === 'throw' && problem === undefined ? `${field}-problem` : field)}
    >
      <div className="verb-form">
        <Radio.Group
          className="ways"
          aria-label={t('case.ways')}
          value={way}
          onChange={(event) => {
            setWay(event.target.value as Way);
            resolve.reset();
          }}
        >
          {ways.map((one) => {
            const nobody = one === 'throw' && problems.length === 0;
            return (
              <Radio key={one} value={one} disabled={nobody}>
                {t(WAY_WORDS[one])}
                <small>{nobody ? t('case.noCatcher') : t(`case.askHint.${one}`)}</small>
              </Radio>
            );
          })}
        </Radio.Group>
        {way === 'give' && <PersonPick id={`${field}-person`} value={person} onChange={setPerson} />}
        {way === 'throw' && (
          <ProblemFields
            id={`${field}-problem`}
            context={context}
            problems={problems}
            problem={problem}
            code={code}
            onProblem={setProblem}
            onCode={setCode}
          />
        )}
        <ReasonField id={field} value={reason} required={needsReason} onChange={setReason} />
        {resolve.isError && <Failed error={resolve.error} />}
      </div>
    </Modal>
  );
}

type ProblemProps = {
  id: string;
  context: StoryContext;
  problems: Catchable[];
  problem: string | undefined;
  code: string;
  onProblem: (problem: string) => void;
  onCode: (code: string) => void;
};

function ProblemFields({ id, context, problems, problem, code, onProblem, onCode }: ProblemProps): ReactNode {
  const { t } = useWords();
  const nameOfProblem = ({ error, event, code: about }: Catchable): string =>
    (error && textOf(error, context)) || (event && textOf(event, context)) || (about ?? t('case.problemOther'));
  const chosen = problems.find((one) => (one.code ?? ANY) === problem);
  const next = chosen?.event
    ? chosen.taker && t('case.problemTaken', { step: nameOf(chosen.taker, context) })
    : chosen && t('case.problemUp');
  return (
    <>
      <div className="field">
        <label className="field-label" htmlFor={id}>
          {t('case.problem')}
          <span className="field-star">*</span>
        </label>
        <Select
          id={id}
          aria-required
          showSearch={{ optionFilterProp: 'words' }}
          value={problem}
          placeholder={t('case.problemPick')}
          options={problems.map((one) => {
            const name = nameOfProblem(one);
            return {
              value: one.code ?? ANY,
              words: `${name} ${one.code ?? ''}`,
              label: name,
            };
          })}
          optionRender={({ label, value }) => (
            <span className="problem">
              {label}
              {value !== ANY && value !== label && <small>{value}</small>}
            </span>
          )}
          onChange={onProblem}
        />
        {next && <p className="field-help">{next}</p>}
      </div>
      {problem === ANY && (
        <div className="field">
          <label className="field-label" htmlFor={`${id}-code`}>
            {t('case.problemCode')}
          </label>
          <Input
            id={`${id}-code`}
            value={code}
            maxLength={100}
            placeholder={t('case.problemCodeHint')}
            onChange={(event) => onCode(event.target.value)}
          />
        </div>
      )}
    </>
  );
}
