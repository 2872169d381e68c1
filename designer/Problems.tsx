// What is wrong, at the foot of the canvas: where, why, a cure by one click, and the way there.
import { ChevronDown, ChevronUp, CircleAlert, Info, LocateFixed, TriangleAlert, WandSparkles } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Model, Problem } from '../bpmn/definition.ts';
import type { Called, Language } from '../words/message.ts';
import { sayOfModel } from '../words/model.ts';
import { calledWords, particleOf } from '../words/say.ts';
import { useJump } from './canvas/useJump.ts';
import { useDesigner, useShop, useWords } from './context.ts';
import { cured } from './model/cure.ts';
import { elementOf, flowOf } from './model/find.ts';
import { calledIn, nameIn } from './words.ts';

const ICON = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;
const SEVERITIES = ['error', 'warning', 'info'] as const;

export function Problems({ problems }: { problems: Problem[] }): ReactNode {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const count = (severity: Problem['severity']): number => problems.filter((one) => one.severity === severity).length;
  return (
    <section className={`zf-problems ${open ? 'is-open' : ''}`} aria-label={t('problems.title')}>
      <button type="button" className="zf-problems-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <strong>{t('problems.title')}</strong>
        {problems.length === 0 && <span className="zf-tag is-green">{t('problems.none')}</span>}
        {SEVERITIES.map(
          (severity) =>
            count(severity) > 0 && (
              <span key={severity} className={`zf-tag is-${severity}`}>
                {t(`problems.count.${severity}`, { count: count(severity) })}
              </span>
            ),
        )}
        <span className="zf-spacer" />
        <span className="zf-hint">{t(count('error') > 0 ? 'problems.blocks' : 'problems.ready')}</span>
        {open ? <ChevronDown size={16} /> : <ChevronUp size={16} />}
      </button>
      {open && (
        <ul>
          {problems.map((problem, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is remade as a whole
            <Row key={index} problem={problem} alike={alike(problems, problem)} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Problems of one kind that are cured in one way: all at once, on the row of the first. */
function alike(problems: Problem[], problem: Problem): Problem[] {
  const same = problems.filter(
    ({ rule, fix }) =>
      fix &&
      problem.fix &&
      rule === problem.rule &&
      sayOfModel(fix.label, 'zh') === sayOfModel(problem.fix.label, 'zh'),
  );
  return same[0] === problem && same.length > 1 ? same : [];
}

function Row({ problem, alike }: { problem: Problem; alike: Problem[] }): ReactNode {
  const { store, language, readOnly, forms, onFormChange } = useShop();
  const { t } = useWords();
  const name =
    useDesigner(({ model }) => nameOf(model, problem.element, (element) => calledIn(element, language, t), language)) ||
    t('problems.whole');
  const Icon = ICON[problem.severity];
  const to = useJump();
  const jump = (): void => {
    if (problem.element) to(problem.element);
  };
  const { fix } = problem;
  const heal = (all: Problem[]): void => {
    const before = forms;
    const content = cured({ model: store.getState().model, forms: before }, all);
    for (const form of Object.values(content.forms)) if (form !== before[form.key]) onFormChange?.(form);
    store.getState().adopt(content.model);
  };
  return (
    <li>
      <button type="button" className="zf-problem" onClick={jump}>
        <Icon size={16} className={`is-${problem.severity}`} />
        <span className="zf-problem-kind">{t(`problems.${problem.severity}`)}</span>
        <strong>{name}</strong>
        <span className="zf-problem-text">{withoutName(problem.message, name, language)}</span>
      </button>
      {fix && !readOnly && (
        <button type="button" className="zf-link" onClick={() => heal([problem])}>
          <WandSparkles size={15} /> {sayOfModel(fix.label, language)}
        </button>
      )}
      {alike.length > 0 && !readOnly && (
        <button type="button" className="zf-link" onClick={() => heal(alike)}>
          {t('problems.all', { count: alike.length })}
        </button>
      )}
      <button type="button" className="zf-action" aria-label={t('problems.locate')} onClick={jump}>
        <LocateFixed size={16} />
      </button>
    </li>
  );
}

function nameOf(
  model: Model,
  id: string | undefined,
  called: (element: NonNullable<ReturnType<typeof elementOf>>['element']) => string,
  language: Language,
): string {
  if (!id) return '';
  const element = elementOf(model, id)?.element;
  if (element) return called(element);
  const flow = flowOf(model, id);
  if (!flow) return '';
  const source = flow.process.elements[flow.flow.source];
  return nameIn(flow.flow, language) || (source ? called(source) : '');
}

/** The row names the step already. */
function withoutName({ code, args }: Problem['message'], name: string, language: Language): string {
  const text = sayOfModel({ code, args }, language);
  const called = calledWords((args.step as Called | undefined) ?? { kind: 'name', name }, language);
  for (const lead of [`${called}${particleOf(language)}`, called])
    if (text.startsWith(lead)) {
      const rest = text.slice(lead.length).trimStart();
      return rest.charAt(0).toUpperCase() + rest.slice(1);
    }
  return text;
}
