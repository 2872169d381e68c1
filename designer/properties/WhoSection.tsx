// 谁来做: roles, people, the starter; which of several has it at first.
import { Select } from 'antd';
import { Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { isSeveral } from '../../bpmn/compile.ts';
import type { ElementOf } from '../../bpmn/definition.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { groupsFor, keyOf, ruleOf, sentenceFor } from '../who-options.ts';
import { nameIn, participantWords } from '../words.ts';
import { Section } from './Section.tsx';
import { SpreadSettings } from './SpreadSettings.tsx';

export function WhoSection({ element }: { element: ElementOf<'userTask'> }): ReactNode {
  const shop = useShop();
  const { t } = useWords();
  const process = useProcess(element.id);
  const { run } = shop.store.getState();
  const chosen = element.zf?.participants ?? [];
  const lane = Object.values(process.lanes).find(({ nodes }) => nodes.includes(element.id));
  const people = chosen.filter(({ rule }) => rule !== 'role' && rule !== 'department');
  const several = isSeveral(element);
  const holder = people.find(({ holds }) => holds);
  const excluded = [...new Set(chosen.flatMap(({ exclude = [] }) => exclude))];
  // Whom a variable names stays, as it is written.
  const others = [
    ...Object.values(process.elements)
      .filter((one) => one.type === 'userTask' && one.id !== element.id)
      .map((one) => ({ value: one.id, label: t('who.doer', { name: nameIn(one, shop.language) || one.id }) })),
    ...excluded
      .filter((word) => word !== 'starter' && process.elements[word]?.type !== 'userTask')
      .map((word) => ({ value: word, label: t('who.named', { name: word }) })),
  ];
  const groups = groupsFor(element, process, shop, t);
  const sentence = sentenceFor(element, process, shop, t);
  const known = new Set(groups.flatMap(({ options }) => options.map(({ value }) => value)));
  const extra = chosen.filter((one) => !known.has(keyOf(one)));
  if (extra.length > 0)
    groups.push({
      label: t('who.kept'),
      options: extra.map((one) => ({ value: keyOf(one), label: participantWords(one, process, shop, t) })),
    });
  return (
    <Section icon={Users} title={t('who.title')}>
      <Select
        mode="multiple"
        aria-label={t('who.title')}
        className="zf-full"
        value={chosen.map(keyOf)}
        options={groups}
        placeholder={lane ? t('who.byLane', { lane: nameIn(lane, shop.language) }) : t('who.placeholder')}
        optionFilterProp="label"
        disabled={shop.readOnly}
        onChange={(values: string[]) =>
          run({
            edit: 'setExtension',
            id: element.id,
            zf: {
              participants: values.map(
                (value) =>
                  chosen.find((one) => keyOf(one) === value) ?? {
                    ...ruleOf(value),
                    ...(excluded.length > 0 && { exclude: excluded }),
                  },
              ),
            },
          })
        }
      />
      {chosen.length > 1 && people.length > 0 && !several && element.zf?.spread === undefined && (
        <div className="zf-inline">
          {t('who.holds')}
          <Select
            size="small"
            className="zf-full"
            aria-label={t('who.holds')}
            value={holder ? keyOf(holder) : ''}
            options={[
              { value: '', label: t('who.holdsNobody') },
              ...people.map((one) => ({ value: keyOf(one), label: participantWords(one, process, shop, t) })),
            ]}
            disabled={shop.readOnly}
            onChange={(key: string) =>
              run({
                edit: 'setExtension',
                id: element.id,
                zf: {
                  participants: chosen.map(({ holds: _, ...one }) =>
                    keyOf(one) === key ? { ...one, holds: true } : one,
                  ),
                },
              })
            }
          />
        </div>
      )}
      {chosen.length > 0 && (
        <div className="zf-inline">
          {t('who.excludes')}
          <Select
            mode="multiple"
            size="small"
            className="zf-full"
            aria-label={t('who.excludes')}
            placeholder={t('who.excludesNobody')}
            value={excluded}
            options={[{ value: 'starter', label: t('who.starter') }, ...others]}
            optionFilterProp="label"
            disabled={shop.readOnly}
            onChange={(words: string[]) =>
              run({
                edit: 'setExtension',
                id: element.id,
                zf: {
                  participants: chosen.map(({ exclude: _, ...one }) => ({
                    ...one,
                    ...(words.length > 0 && { exclude: words }),
                  })),
                },
              })
            }
          />
        </div>
      )}
      {chosen.length > 0 && <SpreadSettings element={element} />}
      {sentence !== undefined && <p className="zf-hint">{sentence}</p>}
    </Section>
  );
}
