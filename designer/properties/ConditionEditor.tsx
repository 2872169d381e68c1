// When a way is taken: rows of "data, is, value", or a formula for what is richer.

import { AutoComplete, Select } from 'antd';
import { Plus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { votingAt } from '../../bpmn/compile.ts';
import { columnsAsked } from '../../bpmn/decision-columns.ts';
import { moneyNames } from '../../bpmn/money-names.ts';
import { readsOf } from '../../feel/calls.ts';
import { feel } from '../../feel/expression.ts';
import { moneyOf } from '../../forms/money.ts';
import { readMoney } from '../../forms/written.ts';
import { listed } from '../../words/say.ts';
import { useProcess, useShop, useWords } from '../context.ts';
import { freeKey } from '../parameter-wish.ts';
import { nameIn } from '../words.ts';
import { type Row, readConditions, rightOf, writeConditions } from './condition.ts';
import { FormulaField } from './FormulaField.tsx';
import { ToParameter } from './ToParameter.tsx';
import type { Name } from './typed-formula.ts';

const SIGNS = ['=', '!=', '>', '>=', '<', '<='] as const;

export function ConditionEditor({
  value,
  onChange,
  of,
}: {
  value: string | undefined;
  onChange: (text: string | undefined) => void;
  of: string;
}): ReactNode {
  const { t } = useWords();
  const { forms, language, facts, makeParameter } = useShop();
  const taken = facts?.parameters.map(({ key }) => key) ?? [];
  const process = useProcess(of);
  const read = readConditions(value ?? '');
  const [formula, setFormula] = useState(read === undefined);
  const [draft, setDraft] = useState<Row[]>();
  const [unread, setUnread] = useState<string>();
  const names = useNames(of);
  const money = moneyNames(process, forms);
  const inCents = (value && readsOf(value.replace(/^=/, ''))?.variables.filter((name) => money.has(name))) || [];
  const error = value?.startsWith('=') ? feel(value.slice(1)).error : undefined;
  if (formula || !read)
    return (
      <div className="zf-condition">
        <FormulaField
          label={t('condition.formula')}
          rows={2}
          names={names}
          value={value?.replace(/^=/, '')}
          placeholder={t('condition.formulaHint')}
          onCommit={(text) => onChange(text.trim() ? `=${text.trim()}` : undefined)}
        />
        {error && <p className="zf-hint is-red">{t('condition.wrong')}</p>}
        {inCents.length > 0 && (
          <p className="zf-hint">
            {t('condition.cents', {
              names: listed(
                inCents.map((one) => names.find((name) => name.value === one)?.label ?? one),
                language,
              ),
            })}
          </p>
        )}
        {read && (
          <button type="button" className="zf-link" onClick={() => setFormula(false)}>
            {t('condition.rows')}
          </button>
        )}
      </div>
    );
  const { join } = read;
  const rows = draft ?? read.rows;
  // A row counts when it is complete: nothing is made up in the place of what nobody has chosen.
  const set = (next: typeof rows, how = join): void => {
    const whole = next.filter(({ left, right }) => left !== '' && right !== '');
    setDraft(whole.length === next.length ? undefined : next);
    const text = writeConditions({ rows: whole, join: how }) || undefined;
    if (text !== value) onChange(text);
  };
  const optionsFor = (name: string): { value: string; label: string }[] => {
    if (Object.values(process.elements).some((one) => `${votingAt(one)?.result}.result` === name))
      return (['agree', 'refuse'] as const).map((one) => ({ value: `"${one}"`, label: t(`decide.result.${one}`) }));
    for (const element of Object.values(process.elements)) {
      const field = element.zf?.form ? forms[element.zf.form]?.fields.find(({ id }) => id === name) : undefined;
      if (field && 'options' in field)
        return field.options.map((one) => ({
          value: JSON.stringify(one.value),
          label: one.label[language] ?? one.label.zh,
        }));
      if (field?.type === 'yesNo')
        return (['true', 'false'] as const).map((one) => ({ value: one, label: t(`condition.${one}`) }));
    }
    return [];
  };
  return (
    <div className="zf-condition">
      {rows.map((row, index) => {
        const change = (part: object): void => set(rows.map((one, at) => (at === index ? { ...one, ...part } : one)));
        const options = optionsFor(row.left);
        const currency = money.get(row.left);
        const shown =
          options.find((one) => one.value === row.right)?.label ??
          (currency && /^-?\d+$/.test(row.right)
            ? moneyOf(Number(row.right), currency)
            : row.right.replace(/^"(.*)"$/, '$1'));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by place
          <div key={index} className="zf-condition-row">
            <Select
              aria-label={t('condition.what')}
              placeholder={t('condition.choose')}
              value={row.left || null}
              options={withOwn(names, row.left)}
              showSearch={{ optionFilterProp: 'label' }}
              popupMatchSelectWidth={false}
              onChange={(left: string) => change({ left, op: '=', right: '' })}
            />
            <Select
              aria-label={t('condition.how')}
              value={row.op}
              options={SIGNS.map((sign) => ({ value: sign, label: t(`condition.sign.${sign}`) }))}
              onChange={(op) => change({ op })}
              popupMatchSelectWidth={false}
            />
            <AutoComplete
              aria-label={t('condition.value')}
              key={`${row.left}/${row.right}`}
              defaultValue={shown}
              options={options.map(({ value: one, label }) => ({ value: label, key: one }))}
              onBlur={(event) => {
                const typed = (event.target as HTMLInputElement).value;
                if (typed === shown) return;
                const amount = currency && typed.trim() !== '' ? readMoney(typed) : undefined;
                const isName = names.some((one) => one.value === typed.trim());
                setUnread(amount && 'problem' in amount && !isName ? typed : undefined);
                if (amount && 'value' in amount) return change({ right: String(amount.value) });
                if (amount && !isName) return;
                const right = options.find(({ label }) => label === typed)?.value;
                change({
                  right: right ?? rightOf(typed, (text) => isShop(text) || names.some(({ value }) => value === text)),
                });
              }}
              onSelect={(label: string) =>
                change({ right: options.find((one) => one.label === label)?.value ?? label })
              }
            />
            {/^-?\d+(\.\d+)?$/.test(row.right) && (
              <ToParameter
                make={makeParameter}
                number={shown}
                wish={() => ({
                  name: t('parameter.called', { what: calledOf(names, row.left) }),
                  key: freeKey(process.key, row.left, taken),
                  type: currency ? 'money' : row.right.includes('.') ? 'number' : 'integer',
                  currency,
                  value: Number(row.right),
                })}
                onPut={(right) => change({ right })}
              />
            )}
            <button
              type="button"
              className="zf-action"
              aria-label={t('remove')}
              onClick={() => set(rows.filter((_, at) => at !== index))}
            >
              <X size={14} />
            </button>
          </div>
        );
      })}
      {unread !== undefined && <p className="zf-hint is-red">{t('condition.money', { text: unread })}</p>}
      <div className="zf-inline">
        <button type="button" className="zf-link" onClick={() => setDraft([...rows, { left: '', op: '=', right: '' }])}>
          <Plus size={14} /> {t('condition.add')}
        </button>
        {rows.length > 1 && (
          <Select
            aria-label={t('condition.joined')}
            size="small"
            value={join}
            options={(['and', 'or'] as const).map((one) => ({ value: one, label: t(`condition.join.${one}`) }))}
            onChange={(how: 'and' | 'or') => set(rows, how)}
          />
        )}
        <span className="zf-spacer" />
        <button type="button" className="zf-quiet" onClick={() => setFormula(true)}>
          {t('condition.formula')}
        </button>
      </div>
    </div>
  );
}

const isShop = (text: string): boolean => /^shop(\.[\p{L}_][\p{L}\p{N}_]*)+$/u.test(text);
/** By the words of people alone. */
const calledOf = (names: Name[], name: string): string => names.find(({ value }) => value === name)?.said ?? name;

/** What stands there already is kept among the choices, even where nobody offers it. */
const withOwn = (names: Name[], own: string): Name[] =>
  own === '' || names.some(({ value }) => value === own) ? names : [{ value: own, label: own }, ...names];

/** What a condition can ask, as people call it: declared data, fields of forms, results of steps and of decisions. */
export function useNames(of: string): Name[] {
  const { forms, language, facts } = useShop();
  const { t } = useWords();
  const process = useProcess(of);
  const names = new Map<string, string | undefined>();
  const unnamed = new Set<string>();
  const add = (name: string, label: string | undefined): void => {
    if (!names.has(name) || label) names.set(name, label);
  };
  for (const { name, label, text } of process.zf.variable ?? [])
    add(name, (language !== 'zh' && text?.[language]?.name) || label);
  for (const element of Object.values(process.elements)) {
    for (const { target } of element.zf?.output ?? []) add(target, undefined);
    if ('loopCharacteristics' in element && element.loopCharacteristics?.zf?.collectInto)
      add(element.loopCharacteristics.zf.collectInto, undefined);
    const voting = votingAt(element);
    if (voting) {
      add(`${voting.result}.result`, t('decide.resultOf', { name: nameIn(element, language) || element.id }));
      // Nobody has given it the name that formulas know it by.
      if (element.zf?.result === undefined) unnamed.add(`${voting.result}.result`);
    }
    const table = columnsAsked(process, { decisions: facts?.decisions ?? null }, element);
    if (element.zf?.resultVariable) {
      add(element.zf.resultVariable, undefined);
      if (table && table.outputs.length > 1)
        for (const { name, label } of table.outputs) add(`${element.zf.resultVariable}.${name}`, label);
    } else for (const { name, label } of table?.outputs ?? []) add(name, label);
    for (const { id, label } of (element.zf?.form && forms[element.zf.form]?.fields) || [])
      add(id, label[language] ?? label.zh);
  }
  return [...names].map(([value, said]) => ({
    value,
    label:
      said && said !== value
        ? unnamed.has(value)
          ? said
          : t('process.calledAs', { label: said, name: value })
        : value,
    said,
  }));
}
