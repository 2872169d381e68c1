// What a connector is told in the drawing, the same for every case: an address, a method, the name of a secret.
import { Select } from 'antd';
import type { ReactNode } from 'react';
import type { Element } from '../../bpmn/definition.ts';
import { type Connector, useShop, useWords } from '../context.ts';
import { Field, TextField } from './Section.tsx';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

type Props = { settings: NonNullable<Connector['settings']>; element: Element; onChange: (values: object) => void };

export function ConnectorSettings({ settings, element, onChange }: Props): ReactNode {
  const { language } = useShop();
  const { t } = useWords();
  const headers = element.zf?.header ?? [];
  const set = (name: string, value: string | undefined): void =>
    onChange({ header: [...headers.filter((one) => one.name !== name), ...(value ? [{ name, value }] : [])] });
  return settings.map(({ name, label, kind }) => {
    const value = headers.find((one) => one.name === name)?.value;
    return (
      <Field
        key={name}
        label={label[language]}
        {...((kind === 'lines' || kind === 'secret') && { hint: t(`service.${kind}Hint`) })}
      >
        {kind === 'method' ? (
          <Select
            className="zf-full"
            allowClear
            value={value}
            placeholder="POST"
            options={METHODS.map((method) => ({ value: method, label: method }))}
            onChange={(method?: string) => set(name, method)}
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
}
