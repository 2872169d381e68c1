// 抄送: who may read the case along, and when they are told.
import { Select } from 'antd';
import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ElementOf } from '../../bpmn/definition.ts';
import { useShop, useWords } from '../context.ts';
import { PeopleSelect } from './PeopleSelect.tsx';
import { Section } from './Section.tsx';

export function CopySection({ element }: { element: ElementOf<'userTask'> }): ReactNode {
  const { store, readOnly } = useShop();
  const { t } = useWords();
  const { run } = store.getState();
  const { cc = [], ccAt = 'decided' } = element.zf ?? {};
  return (
    <Section icon={Copy} title={t('copy.title')}>
      <PeopleSelect
        label={t('copy.title')}
        placeholder={t('copy.nobody')}
        value={cc.length ? cc.join(' ') : undefined}
        onChange={(refs) =>
          run({
            edit: 'setExtension',
            id: element.id,
            zf: refs ? { cc: refs.startsWith('=') ? [refs] : refs.split(' ') } : { cc: undefined, ccAt: undefined },
          })
        }
      />
      {cc.length > 0 && (
        <Select
          size="small"
          className="zf-full"
          aria-label={t('copy.when')}
          value={ccAt}
          disabled={readOnly}
          options={(['decided', 'entry'] as const).map((value) => ({ value, label: t(`copy.${value}`) }))}
          onChange={(at) =>
            run({ edit: 'setExtension', id: element.id, zf: { ccAt: at === 'decided' ? undefined : at } })
          }
        />
      )}
    </Section>
  );
}
