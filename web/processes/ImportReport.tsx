// What a file brought: what is to be done before publishing, what is kept without being carried out, what was taken over.
import { CircleAlert, CircleCheck, FileQuestion, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Model, Problem } from '../../bpmn/definition.ts';
import { useWords } from '../words/useWords.ts';
import { byCause, type Group, type Setting, takenOver } from './import-groups.ts';

export type Read = {
  model: Model;
  problems: Problem[];
  report: Setting[];
  decisions: string[];
  /** What publishing would refuse. */
  before: Problem[];
};
type Props = { read: Read; process: Model['processes'][number] };

/** Lists up to this length stand open. */
const OPEN = 4;
const SHOWN = 30;

export function ImportReport({ read: { model, problems, report, decisions, before }, process }: Props): ReactNode {
  const { t, language } = useWords();
  const of = (...severities: Problem['severity'][]): Group[] =>
    byCause(
      problems.filter(({ severity }) => severities.includes(severity)),
      model,
      language,
    );
  const join = language === 'zh' ? '、' : ', ';
  const facts: [string, string][] = [
    [t('processes.process'), process.name || process.key],
    [t('import.steps'), String(Object.keys(process.elements).length)],
    [t('import.decisions'), decisions.join(join)],
  ];
  return (
    <div className="import-report">
      <dl>
        {facts.map(
          ([word, said]) =>
            said && (
              <div key={word}>
                <dt>{word}</dt>
                <dd>{said}</dd>
              </div>
            ),
        )}
      </dl>
      <Part tone="bad" icon={CircleAlert} title={t('import.before')} groups={byCause(before, model, language)} />
      <Part tone="warn" icon={TriangleAlert} title={t('import.look')} groups={of('error', 'warning')} />
      <Part tone="calm" icon={FileQuestion} title={t('import.kept')} groups={of('info')} folded />
      <Part
        tone="good"
        icon={CircleCheck}
        title={t('import.taken')}
        groups={takenOver(report, model, language)}
        folded
      />
      {problems.length === 0 && before.length === 0 && <p className="quiet">{t('import.clean')}</p>}
    </div>
  );
}

type PartProps = { tone: string; icon: LucideIcon; title: string; groups: Group[]; folded?: boolean };

function Part({ tone, icon: Icon, title, groups, folded = false }: PartProps): ReactNode {
  const { t, language } = useWords();
  if (groups.length === 0) return null;
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  return (
    <details className={`import-part is-${tone}`} open={!folded && groups.length <= OPEN}>
      <summary>
        <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
        <strong>{title}</strong>
        <span>{t('import.count', { count })}</span>
      </summary>
      <ul>
        {groups.slice(0, SHOWN).map(({ words, count: times, where }) => (
          <li key={words}>
            {words}
            {times > 1 && <b> ×{times}</b>}
            {where.length > 0 && (
              <small>
                {where.slice(0, 6).join(language === 'zh' ? '、' : ', ')}
                {where.length > 6 && ` ${t('import.andMore', { count: where.length - 6 })}`}
              </small>
            )}
          </li>
        ))}
        {groups.length > SHOWN && <li className="quiet">{t('import.andMore', { count: groups.length - SHOWN })}</li>}
      </ul>
    </details>
  );
}
