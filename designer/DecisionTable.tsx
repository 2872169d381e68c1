// A decision table as an editable grid: rules are rows, what they look at and what they give are columns.
import { Popover, Select } from 'antd';
import { ArrowDown, ArrowUp, Plus, Settings2, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { headOf, inEnglish } from '../dmn/column-head.ts';
import type { DecisionTable as Table } from '../dmn/schema.ts';
import { moneyOf } from '../forms/money.ts';
import { testInCents, testInMoney } from '../forms/money-in-feel.ts';
import { useWords } from './context.ts';
import { isPlain } from './model/texts.ts';
import { freeKey, type MakeParameter, onlyNumber } from './parameter-wish.ts';
import { FormulaField } from './properties/FormulaField.tsx';
import { InLanguages } from './properties/InLanguages.tsx';
import { Field, TextField } from './properties/Section.tsx';
import { ToParameter } from './properties/ToParameter.tsx';
import { resultWords, type Speaker, testWords } from './properties/test-words.ts';
import { type Name, plainSigns } from './properties/typed-formula.ts';

type Props = {
  table: Table;
  /** Names of amounts, with their currency: their cells are read and written as money. */
  money?: ReadonlyMap<string, string>;
  /** What the process knows: the columns may look at it. */
  names?: Name[];
  onChange: (table: Table) => void;
  readOnly?: boolean;
  /** Parameters by what they are called, for cells said in words. */
  called?: Name[] | undefined;
  /** What makes a parameter of a number in a cell: after what its key is called, and the keys that there are. */
  parameters?: { make: MakeParameter; about: string; taken: string[] } | undefined;
};
const NO_MONEY: ReadonlyMap<string, string> = new Map();
const POLICIES: Table['hitPolicy'][] = ['FIRST', 'UNIQUE', 'ANY', 'PRIORITY', 'COLLECT', 'RULE ORDER', 'OUTPUT ORDER'];
const AGGREGATIONS = ['SUM', 'COUNT', 'MIN', 'MAX'] as const;

export function DecisionTable({
  table,
  money = NO_MONEY,
  names = [],
  called,
  onChange,
  readOnly = false,
  parameters,
}: Props): ReactNode {
  const { t, language } = useWords();
  const grid = useRef<HTMLTableElement>(null);
  const { inputs, outputs, rules } = table;
  const speaker: Speaker = {
    t,
    language,
    called: (name) => [...names, ...(called ?? [])].find(({ value }) => value === name)?.said,
  };
  const setRule = (index: number, part: 'inputs' | 'outputs', column: number, text: string): void =>
    onChange({
      ...table,
      rules: rules.map((rule, at) =>
        at === index ? { ...rule, [part]: rule[part].map((cell, place) => (place === column ? text : cell)) } : rule,
      ),
    });
  const addRule = (): void =>
    onChange({
      ...table,
      rules: [...rules, { id: fresh('rule', rules), inputs: inputs.map(() => '-'), outputs: outputs.map(() => '') }],
    });
  const moveRule = (index: number, by: number): void => {
    const next = [...rules];
    const [rule] = next.splice(index, 1);
    if (rule) next.splice(index + by, 0, rule);
    onChange({ ...table, rules: next });
  };
  const addInput = (): void => {
    const free = names.find(({ value }) => !inputs.some(({ expression }) => expression.trim() === value));
    onChange({
      ...table,
      inputs: [
        ...inputs,
        {
          id: fresh('input', inputs),
          label: free?.said ?? free?.value ?? t('decision.input'),
          expression: free?.value ?? 'x',
        },
      ],
      rules: rules.map((rule) => ({ ...rule, inputs: [...rule.inputs, '-'] })),
    });
  };
  const addOutput = (): void =>
    onChange({
      ...table,
      outputs: [
        ...outputs,
        { id: fresh('output', outputs), name: `result${outputs.length + 1}`, label: t('decision.output') },
      ],
      rules: rules.map((rule) => ({ ...rule, outputs: [...rule.outputs, ''] })),
    });
  const verb = (cell: string, label: string, name: string, put: (text: string) => void): ReactNode => {
    const found = onlyNumber(cell);
    if (!parameters || readOnly || !found) return null;
    const currency = money.get(name.trim());
    return (
      <ToParameter
        make={parameters.make}
        number={currency ? moneyOf(found.value, currency) : String(found.value)}
        wish={() => ({
          name: t('parameter.called', { what: label }),
          key: freeKey(parameters.about, name, parameters.taken),
          type: currency ? 'money' : Number.isInteger(found.value) ? 'integer' : 'number',
          currency,
          value: found.value,
        })}
        onPut={(shop) => put(found.put(shop))}
      />
    );
  };
  const without = <T,>(list: T[], index: number): T[] => list.filter((_, at) => at !== index);

  /** Arrow up and down, and Enter, go from row to row as in a sheet. */
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    const step = event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const cell = event.target as HTMLElement;
    const at = cell.dataset.cell?.split(',').map(Number);
    if (step === 0 || !at || event.nativeEvent.isComposing) return;
    const next = grid.current?.querySelector<HTMLInputElement>(`[data-cell="${at[0]! + step},${at[1]}"]`);
    event.preventDefault();
    if (next) next.focus();
    else if (event.key === 'Enter' && !readOnly) addRule();
  };

  return (
    <div className="zf-decision">
      <div className="zf-inline">
        <Select
          aria-label={t('decision.policyName')}
          value={table.hitPolicy}
          disabled={readOnly}
          options={POLICIES.map((value) => ({ value, label: t(`decision.policy.${value}`) }))}
          popupMatchSelectWidth={false}
          onChange={(hitPolicy) => {
            const { aggregation: _, ...rest } = table;
            onChange({ ...rest, hitPolicy });
          }}
        />
        {table.hitPolicy === 'COLLECT' && (
          <Select
            aria-label={t('decision.aggregationName')}
            allowClear
            value={table.aggregation}
            placeholder={t('decision.list')}
            options={AGGREGATIONS.map((value) => ({ value, label: t(`decision.aggregation.${value}`) }))}
            onChange={(aggregation?: (typeof AGGREGATIONS)[number]) => {
              const { aggregation: _, ...rest } = table;
              onChange(aggregation ? { ...rest, aggregation } : rest);
            }}
          />
        )}
        <span className="zf-hint">{t(`decision.policyHint.${table.hitPolicy}`)}</span>
      </div>
      <div className="zf-decision-scroll">
        <table ref={grid} onKeyDown={onKeyDown}>
          <thead>
            <tr>
              <th className="zf-decision-number">#</th>
              {inputs.map((input, index) => (
                <th key={input.id}>
                  <Head
                    title={headOf(input, language)}
                    detail={input.expression}
                    note={money.has(input.expression.trim()) ? t('decision.money') : undefined}
                    readOnly={readOnly}
                    onRemove={
                      inputs.length > 1
                        ? () =>
                            onChange({
                              ...table,
                              inputs: without(inputs, index),
                              rules: rules.map((rule) => ({ ...rule, inputs: without(rule.inputs, index) })),
                            })
                        : undefined
                    }
                  >
                    <Field label={t('decision.label')}>
                      <HeadIn
                        column={input}
                        onChange={(column) =>
                          onChange({ ...table, inputs: inputs.map((one, at) => (at === index ? column : one)) })
                        }
                      />
                    </Field>
                    <Field label={t('decision.expression')}>
                      <FormulaField
                        names={names}
                        value={input.expression}
                        onCommit={(expression) =>
                          onChange({
                            ...table,
                            inputs: inputs.map((one, at) => (at === index ? { ...one, expression } : one)),
                          })
                        }
                      />
                    </Field>
                  </Head>
                </th>
              ))}
              {outputs.map((output, index) => (
                <th key={output.id} className="is-output">
                  <Head
                    title={headOf(output, language)}
                    detail={output.name}
                    note={money.has(output.name) ? t('decision.money') : undefined}
                    readOnly={readOnly}
                    onRemove={
                      outputs.length > 1
                        ? () =>
                            onChange({
                              ...table,
                              outputs: without(outputs, index),
                              rules: rules.map((rule) => ({ ...rule, outputs: without(rule.outputs, index) })),
                            })
                        : undefined
                    }
                  >
                    <Field label={t('decision.label')}>
                      <HeadIn
                        column={output}
                        onChange={(column) =>
                          onChange({ ...table, outputs: outputs.map((one, at) => (at === index ? column : one)) })
                        }
                      />
                    </Field>
                    <Field label={t('decision.name')}>
                      <TextField
                        mono
                        value={output.name}
                        onCommit={(name) =>
                          onChange({
                            ...table,
                            outputs: outputs.map((one, at) => (at === index ? { ...one, name } : one)),
                          })
                        }
                      />
                    </Field>
                    <Field label={t('decision.values')}>
                      <TextField
                        mono
                        value={output.values}
                        onCommit={(values) =>
                          onChange({
                            ...table,
                            outputs: outputs.map((one, at) => (at === index ? { ...one, values } : one)),
                          })
                        }
                      />
                    </Field>
                  </Head>
                </th>
              ))}
              <th className="is-note">{t('decision.note')}</th>
              {!readOnly && <th aria-label={t('remove')} />}
            </tr>
          </thead>
          <tbody>
            {rules.map((rule, index) => (
              <tr key={rule.id}>
                <td className="zf-decision-number" data-row={t('decision.row', { row: index + 1 })}>
                  {index + 1}
                </td>
                {rule.inputs.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells are known by column
                  <td key={column} data-head={headOf(inputs[column], language)}>
                    <Cell
                      at={`${index},${column}`}
                      label={t('decision.cell', {
                        row: index + 1,
                        column: headOf(inputs[column], language),
                      })}
                      currency={money.get(inputs[column]?.expression.trim() ?? '')}
                      value={cell === '-' ? '' : cell}
                      words={testWords(cell, speaker)}
                      placeholder={t('decision.any')}
                      readOnly={readOnly}
                      onChange={(text) => setRule(index, 'inputs', column, plainSigns(text).trim() || '-')}
                    />
                    {verb(cell, headOf(inputs[column], language), inputs[column]?.expression ?? '', (text) =>
                      setRule(index, 'inputs', column, text),
                    )}
                  </td>
                ))}
                {rule.outputs.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells are known by column
                  <td key={column} className="is-output" data-head={headOf(outputs[column], language)}>
                    <Cell
                      at={`${index},${inputs.length + column}`}
                      label={t('decision.cell', {
                        row: index + 1,
                        column: headOf(outputs[column], language),
                      })}
                      currency={money.get(outputs[column]?.name ?? '')}
                      value={cell}
                      words={resultWords(cell, speaker)}
                      readOnly={readOnly}
                      onChange={(text) => setRule(index, 'outputs', column, plainSigns(text))}
                    />
                    {verb(cell, headOf(outputs[column], language), outputs[column]?.name ?? '', (text) =>
                      setRule(index, 'outputs', column, text),
                    )}
                  </td>
                ))}
                <td className="is-note" data-head={t('decision.note')}>
                  <Cell
                    at={`${index},${inputs.length + outputs.length}`}
                    label={t('decision.cell', { row: index + 1, column: t('decision.note') })}
                    value={rule.annotation ?? ''}
                    readOnly={readOnly}
                    onChange={(annotation) =>
                      onChange({
                        ...table,
                        rules: rules.map((one, at) => (at === index ? { ...one, annotation } : one)),
                      })
                    }
                  />
                </td>
                {!readOnly && (
                  <td className="zf-decision-acts">
                    <button
                      type="button"
                      className="zf-action"
                      aria-label={t('decision.up')}
                      disabled={index === 0}
                      onClick={() => moveRule(index, -1)}
                    >
                      <ArrowUp size={14} />
                    </button>
                    <button
                      type="button"
                      className="zf-action"
                      aria-label={t('decision.down')}
                      disabled={index === rules.length - 1}
                      onClick={() => moveRule(index, 1)}
                    >
                      <ArrowDown size={14} />
                    </button>
                    <button
                      type="button"
                      className="zf-action"
                      aria-label={t('remove')}
                      onClick={() => onChange({ ...table, rules: without(rules, index) })}
                    >
                      <X size={14} />
                    </button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!readOnly && (
        <div className="zf-inline">
          <button type="button" className="zf-link" onClick={addRule}>
            <Plus size={14} /> {t('decision.addRule')}
          </button>
          <button type="button" className="zf-link" onClick={addInput}>
            <Plus size={14} /> {t('decision.addInput')}
          </button>
          <button type="button" className="zf-link" onClick={addOutput}>
            <Plus size={14} /> {t('decision.addOutput')}
          </button>
        </div>
      )}
    </div>
  );
}

type HeadProps = {
  title: string;
  detail: string;
  note?: string | undefined;
  readOnly: boolean;
  onRemove?: (() => void) | undefined;
  children: ReactNode;
};

function Head({ title, detail, note, readOnly, onRemove, children }: HeadProps): ReactNode {
  const { t } = useWords();
  return (
    <div className="zf-decision-head">
      <span>
        {title}
        <code>{detail}</code>
        {note && <small>{note}</small>}
      </span>
      {!readOnly && (
        <Popover
          trigger="click"
          placement="bottom"
          content={
            <div className="zf-popover">
              {children}
              {onRemove && (
                <button type="button" className="zf-link is-danger" onClick={onRemove}>
                  {t('decision.removeColumn')}
                </button>
              )}
            </div>
          }
        >
          <button type="button" className="zf-action" aria-label={t('decision.column')}>
            <Settings2 size={14} />
          </button>
        </Popover>
      )}
    </div>
  );
}

type CellProps = {
  at: string;
  label: string;
  currency?: string | undefined;
  value: string;
  words?: string | undefined;
  placeholder?: string;
  readOnly: boolean;
  onChange: (text: string) => void;
};

function Cell({ at, label, currency, value, words, placeholder, readOnly, onChange }: CellProps): ReactNode {
  const money = currency && testInMoney(value, currency);
  const shown = money || value;
  const input = (
    <input
      key={shown}
      data-cell={at}
      aria-label={label}
      defaultValue={shown}
      placeholder={placeholder}
      title={words}
      readOnly={readOnly}
      onBlur={(event) => {
        const text = event.target.value;
        if (text !== shown) onChange((currency && testInCents(text)) ?? text);
      }}
    />
  );
  // On a phone there is room beneath; in the grid it is the title. What is empty says so by itself.
  return (
    <>
      {input}
      {words !== undefined && shown !== '' && <small className="zf-cell-words">{words}</small>}
    </>
  );
}

function fresh(stem: string, list: { id: string }[]): string {
  let n = list.length + 1;
  while (list.some(({ id }) => id === `${stem}_${n}`)) n++;
  return `${stem}_${n}`;
}

function HeadIn<C extends Table['inputs'][number] | Table['outputs'][number]>({
  column,
  onChange,
}: {
  column: C;
  onChange: (column: C) => void;
}): ReactNode {
  const { t } = useWords();
  const said = (language: string) => (isPlain(language) ? column.label : column.text?.[language]?.name);
  return (
    <InLanguages label={t('decision.label')} says={(language) => !!said(language)}>
      {(language, label) => (
        <TextField
          label={label}
          value={said(language)}
          placeholder={said('zh') ?? ''}
          onCommit={(text) => onChange(isPlain(language) ? { ...column, label: text } : inEnglish(column, text))}
        />
      )}
    </InLanguages>
  );
}
