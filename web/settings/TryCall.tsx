// A call to an address made once, for real, before cases rely on it.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { Failed } from '../parts/Failed.tsx';
import { ask, connectorApi } from '../reach/client.ts';
import { plainly } from '../run/plainly.ts';
import { useWords } from '../words/useWords.ts';
import { connectorsQuery, type METHODS } from './connections.ts';

export type Call = { url?: string; method?: (typeof METHODS)[number]; headers?: string; secret?: string };
type Props = { capability: string; call: () => Call };

export function TryCall({ capability, call }: Props): ReactNode {
  const { t, language } = useWords();
  const id = useId();
  const { data } = useQuery(connectorsQuery);
  const inputs = data?.items.find((one) => one.id === capability)?.inputs ?? [];
  const [given, setGiven] = useState<Record<string, string>>({});
  const attempt = useMutation({
    mutationFn: async () => {
      const { url = '', method = 'POST', headers, secret } = call();
      const body = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, sampleOf(text)]));
      return ask(
        connectorApi.connectors['http.request'].test.$post({
          json: { url, method, body, ...(headers && { headers }), ...(secret && { secret }) },
        }),
      );
    },
  });
  const answer = attempt.data;
  return (
    <fieldset className="try">
      <legend>{t('capabilities.try')}</legend>
      <p className="quiet">{t('capabilities.tryHint')}</p>
      {inputs.map(({ name, label }) => (
        <div className="field" key={name}>
          <label className="field-label" htmlFor={`${id}${name}`}>
            {label[language]} <span className="quiet">{name}</span>
          </label>
          <Input
            id={`${id}${name}`}
            value={given[name] ?? ''}
            maxLength={2000}
            onChange={({ target }) => setGiven((so) => ({ ...so, [name]: target.value }))}
          />
        </div>
      ))}
      <Button loading={attempt.isPending} onClick={() => attempt.mutate()}>
        {t('capabilities.tryNow')}
      </Button>
      {answer && (
        <output className={`tried ${answer.ok ? 'is-good' : 'is-bad'}`}>
          <strong>{answer.status ?? t(answer.called ? 'capabilities.noAnswer' : 'capabilities.notCalled')}</strong>
          <pre>{answer.text}</pre>
        </output>
      )}
      {attempt.isError && <Failed error={attempt.error} />}
    </fieldset>
  );
}

/** Lists are written as JSON. */
function sampleOf(text: string): unknown {
  if (/^\s*[[{]/.test(text))
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  return plainly(text);
}
