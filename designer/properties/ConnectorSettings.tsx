// What a connector is told in the drawing, the same for every case: an address, a method, which register it reads, the name of a secret.
import { Select, Switch } from 'antd';
import { type ReactNode, useContext } from 'react';
import type { Element } from '../../bpmn/definition.ts';
import { storeDrawnFor, storeOf } from '../../bpmn/stores.ts';
import {
  type Choice,
  type Connector,
  RegistersContext,
  useDesigner,
  useShop,
  useStoreNames,
  useWords,
} from '../context.ts';
import { Field, TextField } from './Section.tsx';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

type Settings = NonNullable<Connector['settings']>;
type Option = { value: string; label: string };
type Props = { settings: Settings; element: Element; onChange: (values: object) => void };

export function ConnectorSettings({ settings, element, onChange }: Props): ReactNode {
  const { language } = useShop();
  const { t } = useWords();
  const headers = element.zf?.header ?? [];
  const setTo = (name: string): string | undefined => headers.find((one) => one.name === name)?.value;
  const set = (name: string, value: string | undefined): void =>
    onChange({ header: [...headers.filter((one) => one.name !== name), ...(value ? [{ name, value }] : [])] });
  const optionsOf = useOptions(settings, setTo);
  const rows = settings.map(({ name, label, kind }) => {
    const value = setTo(name);
    const options = optionsOf(kind);
    return (
      <Field
        key={name}
        label={label[language]}
        {...((kind === 'lines' || kind === 'secret') && { hint: t(`service.${kind}Hint`) })}
      >
        {kind === 'secretFields' ? (
          <Select
            className="zf-full"
            mode="multiple"
            aria-label={label[language]}
            value={namesIn(value)}
            options={withOwn(options ?? [], namesIn(value))}
            onChange={(names: string[]) => set(name, names.join(' '))}
          />
        ) : options ? (
          <Select
            className="zf-full"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={label[language]}
            value={value}
            {...(kind === 'method' && { placeholder: 'POST' })}
            options={withOwn(options, [value ?? ''])}
            onChange={(chosen?: string) => set(name, chosen)}
          />
        ) : (
          <TextField
            mono
            value={value}
            {...(kind === 'lines' && { rows: 2 })}
            onCommit={(text) => set(name, text.trim())}
          />
        )}
      </Field>
    );
  });
  return (
    <>
      {rows}
      <DrawnStore element={element} />
    </>
  );
}

/** The register or ledger of a step may stand in the picture as a data store. */
function DrawnStore({ element }: { element: Element }): ReactNode {
  const { store } = useShop();
  const { t } = useWords();
  const nameOf = useStoreNames();
  const isDrawn = useDesigner(({ model }) => storeDrawnFor(model, element.id) !== undefined);
  const worksOn = storeOf(element);
  if (!worksOn) return null;
  return (
    <div className="zf-inline">
      <Switch
        size="small"
        aria-label={t('service.drawStore')}
        checked={isDrawn}
        onChange={(on) =>
          store.getState().run({ edit: 'drawStore', id: element.id, name: on ? nameOf(worksOn.key) : undefined })
        }
      />
      {t('service.drawStore')}
    </div>
  );
}

const namesIn = (value = ''): string[] => value.match(/[\p{L}\p{N}_]+/gu) ?? [];

/** What a file names stays chosen, though the shop may not have it. */
const withOwn = (options: Option[], chosen: string[]): Option[] => [
  ...options,
  ...chosen
    .filter((one) => one && !options.some(({ value }) => value === one))
    .map((value) => ({ value, label: value })),
];

/** undefined: nothing to choose from, it is written. */
function useOptions(settings: Settings, setTo: (name: string) => string | undefined) {
  const { language, processes } = useShop();
  const registers = useContext(RegistersContext);
  const beside = registers.find(({ key }) =>
    settings.some(({ name, kind }) => (kind === 'register' || kind === 'ledger') && setTo(name) === key),
  );
  const called = (words: Choice['label']): string => words[language] ?? words.zh;
  const all = (choices: Choice[] = []): Option[] =>
    choices.map(({ id, label }) => ({ value: id, label: called(label) }));
  return (kind: Settings[number]['kind']): Option[] | undefined => {
    switch (kind) {
      case 'method':
        return METHODS.map((method) => ({ value: method, label: method }));
      case 'process':
        return processes.map(({ id, name }) => ({ value: id, label: name }));
      case 'register':
      case 'ledger':
        return registers
          .filter(({ ledger }) => ledger === (kind === 'ledger'))
          .map(({ key, name }) => ({ value: key, label: called(name) }));
      case 'view':
        return all(beside?.views);
      case 'verb':
        return all(beside?.verbs);
      case 'secretFields':
        return all(beside?.secrets);
      default:
        return undefined;
    }
  };
}
