// Of several who could do it, who gets it: who holds least, by turns, whoever had the customer; only who can, and is on duty.
import { Checkbox, Select } from 'antd';
import type { ReactNode } from 'react';
import { isSeveral } from '../../bpmn/compile.ts';
import type { ElementOf, Extension } from '../../bpmn/definition.ts';
import { STICKY } from '../../bpmn/spread.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { keysIn } from '../who-options.ts';
import { Field } from './Section.tsx';

const KEYED = 'sticky';
export function SpreadSettings({ element }: { element: ElementOf<'userTask'> }): ReactNode {
  const shop = useShop();
  const { t } = useWords();
  const process = useProcess(element.id);
  const { spread, skills = [], certificates = [], onShift = false } = element.zf ?? {};
  const courses = (shop.facts?.pages ?? []).filter(({ certificate }) => certificate);
  const set = (zf: Partial<Extension>): void =>
    void shop.store.getState().run({ edit: 'setExtension', id: element.id, zf });
  const key = spread?.startsWith(STICKY) ? spread.slice(STICKY.length) : undefined;
  const keys = keysIn(process, shop);
  const options = key && !keys.some(({ value }) => value === key) ? [...keys, { value: key, label: key }] : keys;
  return (
    <>
      {!isSeveral(element) && (
        <Field label={t('spread.label')}>
          <Select
            value={key === undefined ? (spread ?? '') : KEYED}
            disabled={shop.readOnly}
            options={(['', 'leastOpen', 'roundRobin', KEYED] as const)
              .filter((value) => value !== KEYED || options.length > 0)
              .map((value) => ({ value, label: t(`spread.by.${value || 'pool'}`) }))}
            onChange={(by: string) =>
              set({ spread: by === '' ? undefined : by === KEYED ? `${STICKY}${options[0]?.value ?? ''}` : by })
            }
          />
        </Field>
      )}
      {key !== undefined && (
        <Field label={t('spread.key')}>
          <Select
            value={key}
            disabled={shop.readOnly}
            options={options}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(name: string) => set({ spread: `${STICKY}${name}` })}
          />
        </Field>
      )}
      <Field label={t('spread.skills')}>
        <Select
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={[' ', ',', '，']}
          placeholder={t('spread.anySkill')}
          value={skills}
          disabled={shop.readOnly}
          onChange={(words: string[]) => {
            const kept = words.map((word) => word.trim()).filter((word) => /^\S+$/.test(word));
            set({ skills: kept.length > 0 ? kept : undefined });
          }}
        />
      </Field>
      <Field label={t('spread.certificates')}>
        <Select
          mode="multiple"
          aria-label={t('spread.certificates')}
          placeholder={t('spread.anySkill')}
          value={certificates}
          disabled={shop.readOnly}
          options={[
            ...courses.map(({ key: value, name }) => ({ value, label: name[shop.language] ?? name.zh })),
            // What is gone is still shown, so that it can be taken away.
            ...certificates
              .filter((one) => !courses.some(({ key: value }) => value === one))
              .map((value) => ({ value, label: value })),
          ]}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(chosen: string[]) => set({ certificates: chosen.length > 0 ? chosen : undefined })}
        />
      </Field>
      <Checkbox
        checked={onShift}
        disabled={shop.readOnly}
        onChange={({ target }) => set({ onShift: target.checked || undefined })}
      >
        {t('spread.onShift')}
      </Checkbox>
    </>
  );
}
