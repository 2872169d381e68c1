// 做几份: once, once for each item of a list, a number of times, or again while something holds.
import { Select, Switch } from 'antd';
import { Repeat } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Element, LoopCharacteristics } from '../../bpmn/definition.ts';
import { decidingFields, gather } from '../../bpmn/gather.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { ConditionEditor, useNames } from './ConditionEditor.tsx';
import { FormulaField } from './FormulaField.tsx';
import { Field, Folded, TextField } from './Section.tsx';

type Activity = Extract<Element, { isForCompensation?: boolean | undefined }>;

export function RepeatSection({ element }: { element: Activity }): ReactNode {
  const { store, forms } = useShop();
  const process = useProcess(element.id);
  const { t } = useWords();
  const names = useNames(element.id);
  const loop = element.loopCharacteristics;
  const set = (next: LoopCharacteristics | undefined): void =>
    void store.getState().run({ edit: 'setAttribute', id: element.id, values: { loopCharacteristics: next } });
  const kind = !loop
    ? 'once'
    : loop.type === 'standardLoopCharacteristics'
      ? 'while'
      : loop.loopCardinality !== undefined
        ? 'times'
        : 'each';
  // What several people answer is gathered, so that none of it is lost.
  const asked = element.type === 'userTask' && element.zf?.form ? (forms[element.zf.form]?.fields ?? []) : [];
  const deciding = decidingFields(asked);
  const answers = deciding.length > 0 ? gather(process, forms, deciding) : {};
  const start: Record<string, LoopCharacteristics | undefined> = {
    once: undefined,
    each: {
      type: 'multiInstanceLoopCharacteristics',
      isSequential: false,
      zf: { collection: `=${names[0]?.value ?? 'items'}`, item: 'item', ...answers },
    },
    times: {
      type: 'multiInstanceLoopCharacteristics',
      isSequential: false,
      loopCardinality: '3',
      ...(deciding.length > 0 && { zf: answers }),
    },
    while: { type: 'standardLoopCharacteristics', testBefore: false, loopMaximum: 10 },
  };
  return (
    <Folded icon={Repeat} title={t('repeat.title')} extra={t(`repeat.${kind}`)}>
      <Select
        aria-label={t('repeat.title')}
        className="zf-full"
        value={kind}
        options={(['once', 'each', 'times', 'while'] as const).map((one) => ({
          value: one,
          label: t(`repeat.${one}`),
        }))}
        onChange={(one) => set(start[one])}
      />
      {loop?.type === 'multiInstanceLoopCharacteristics' && (
        <>
          {kind === 'each' ? (
            <>
              <Field label={t('repeat.list')}>
                <FormulaField
                  names={names}
                  value={loop.zf?.collection?.replace(/^=/, '')}
                  onCommit={(text) => set({ ...loop, zf: { ...loop.zf, collection: `=${text}` } })}
                />
              </Field>
              <Field label={t('repeat.item')}>
                <TextField mono value={loop.zf?.item} onCommit={(item) => set({ ...loop, zf: { ...loop.zf, item } })} />
              </Field>
            </>
          ) : (
            <Field label={t('repeat.count')}>
              <FormulaField
                names={names}
                value={loop.loopCardinality}
                onCommit={(loopCardinality) => set({ ...loop, loopCardinality })}
              />
            </Field>
          )}
          <Field label={t('repeat.collect')} hint={t('repeat.collectHint')}>
            <FormulaField
              names={names}
              value={loop.zf?.collect?.replace(/^=/, '')}
              onCommit={(text) => set({ ...loop, zf: { ...loop.zf, collect: text ? `=${text}` : undefined } })}
            />
          </Field>
          <Field label={t('repeat.collectInto')}>
            <TextField
              mono
              value={loop.zf?.collectInto}
              onCommit={(text) => set({ ...loop, zf: { ...loop.zf, collectInto: text.trim() || undefined } })}
            />
          </Field>
          <div className="zf-inline">
            <Switch
              size="small"
              aria-label={t('repeat.oneByOne')}
              checked={loop.isSequential}
              onChange={(isSequential) => set({ ...loop, isSequential })}
            />
            {t('repeat.oneByOne')}
          </div>
        </>
      )}
      {loop?.type === 'standardLoopCharacteristics' && (
        <ConditionEditor
          of={element.id}
          value={loop.loopCondition}
          onChange={(loopCondition) => {
            const { loopCondition: _, ...rest } = loop;
            set(loopCondition === undefined ? rest : { ...rest, loopCondition });
          }}
        />
      )}
    </Folded>
  );
}
