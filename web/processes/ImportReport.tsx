// What a file brought: what is to be done before publishing, what is kept without being carried out, what was taken over.

import { Button } from 'antd';
import { CircleAlert, CircleCheck, FileQuestion, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Model, Problem } from '../../bpmn/definition.ts';
import { listed } from '../../words/say.ts';
import { useWords } from '../words/useWords.ts';
import { byCause, type Group, takenOver } from './import-groups.ts';
import type { Read } from './read-files.ts';

type Props = {
  read: Read;
  /** As it stands after what was chosen and cured. */
  model: Model;
  /** What publishing would refuse. */
  before: Problem[];
  /** The processes that are taken; nothing is said of the others. */
  keys: string[];
  onHeal: (problems: Problem[]) => void;
};

/** Lists up to this length stand open. */
const OPEN = 4;
const SHOWN = 30;

export function ImportReport({ read, model, before, keys, onHeal }: Props): ReactNode {
  const { t, language } = useWords();
  const { report, decisions, forms } = read;
  const others = new Set(
    model.processes
      .filter(({ key }) => !keys.includes(key))
      .flatMap(({ processId, elements, flows, lanes }) => [
        processId,
        ...Object.keys(elements),
        ...Object.keys(flows),
        ...Object.keys(lanes),
      ]),
  );
  const problems = read.problems.filter(({ element }) => element === undefined || !others.has(element));
  const of = (...severities: Problem['severity'][]): Group[] =>
    byCause(
      problems.filter(({ severity }) => severities.includes(severity)),
      model,
      language,
    );
  const titles = Object.values(forms).map(({ title }) => title[language] ?? title.zh);
  const facts: [string, string][] = [
    [t('import.decisions'), listed(decisions, language)],
    [t('import.forms'), listed(titles, language)],
  ];
  return (
    <>
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
      <Part
        tone="bad"
        icon={CircleAlert}
        title={t('import.before')}
        groups={byCause(before, model, language)}
        onHeal={onHeal}
      />
      <Part tone="warn" icon={TriangleAlert} title={t('import.look')} groups={of('error', 'warning')} />
      <Part tone="calm" icon={FileQuestion} title={t('import.kept')} groups={of('info')} folded />
      <Part
        tone="good"
        icon={CircleCheck}
        title={t('import.taken')}
        groups={takenOver(
          report.filter(({ element }) => !others.has(element)),
          model,
          language,
        )}
        folded
      />
      {problems.length === 0 && before.length === 0 && <p className="quiet">{t('import.clean')}</p>}
    </>
  );
}

type PartProps = {
  tone: string;
  icon: LucideIcon;
  title: string;
  groups: Group[];
  folded?: boolean;
  onHeal?: (problems: Problem[]) => void;
};

function Part({ tone, icon: Icon, title, groups, folded = false, onHeal }: PartProps): ReactNode {
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
        {groups.slice(0, SHOWN).map(({ words, count: times, where, cures }) => (
          <li key={words}>
            {words}
            {times > 1 && <b> ×{times}</b>}
            {where.length > 0 && (
              <small>
                {listed(where.slice(0, 6), language)}
                {where.length > 6 && ` ${t('import.andMore', { count: where.length - 6 })}`}
              </small>
            )}
            {onHeal &&
              cures.map(([label, problems]) => (
                <Button key={label} size="small" type="link" onClick={() => onHeal(problems)}>
                  {label}
                  {problems.length > 1 && ` ×${problems.length}`}
                </Button>
              ))}
          </li>
        ))}
        {groups.length > SHOWN && <li className="quiet">{t('import.andMore', { count: groups.length - SHOWN })}</li>}
      </ul>
    </details>
  );
}
