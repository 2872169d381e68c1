// Who the people and roles of a file are in this shop: each name once.
import { Select } from 'antd';
import type { ReactNode } from 'react';
import type { Participants } from '../../bpmn/definition.ts';
import type { ShopFacts } from '../../bpmn/lint-context.ts';
import type { Named } from '../../bpmn/named-people.ts';
import { useWords } from '../words/useWords.ts';
import { idOf } from './useImport.ts';

type Props = {
  people: Named[];
  facts: ShopFacts;
  who: Record<string, Participants>;
  onChange: (id: string, by: Participants) => void;
};

export function ImportPeople({ people, facts, who, onChange }: Props): ReactNode {
  const { t } = useWords();
  const options = [
    {
      label: t('import.roles'),
      options: facts.roles.map(({ id, names }) => ({ value: `role ${id}`, label: names[0] ?? id })),
    },
    {
      label: t('import.people'),
      options: facts.people.map(({ id, names }) => ({ value: `person ${id}`, label: names[0] ?? id })),
    },
    { label: t('import.others'), options: [{ value: 'starter ', label: t('import.starter') }] },
  ];
  return (
    <fieldset className="import-people">
      <legend>{t('import.who')}</legend>
      <p className="quiet">{t('import.whoHint')}</p>
      {people.map((named) => {
        const id = idOf(named);
        const by = who[id];
        const computed = named.value.startsWith('=');
        const name = t(computed ? 'import.computed' : `import.named.${named.rule}`, {
          name: named.value.replace(/^=/, ''),
        });
        return (
          <div key={id} className="import-person">
            <span>
              {name} <small className="quiet">{t('import.steps', { count: named.steps })}</small>
            </span>
            <Select
              aria-label={name}
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('import.choosePerson')}
              value={by ? `${by.rule} ${by.value}` : null}
              options={options}
              onChange={(value: string) => {
                const at = value.indexOf(' ');
                onChange(id, { rule: value.slice(0, at) as Participants['rule'], value: value.slice(at + 1) });
              }}
            />
          </div>
        );
      })}
    </fieldset>
  );
}
