// Which of the processes of a file are taken, and what becomes of one whose key is there already.
import { Checkbox, Radio } from 'antd';
import type { ReactNode } from 'react';
import type { Definition, Model } from '../../bpmn/definition.ts';
import { listed } from '../../words/say.ts';
import { useWords } from '../words/useWords.ts';
import { calledIn } from './useImport.ts';

type Props = {
  model: Model;
  candidates: Definition[];
  keys: string[];
  taken: string[];
  over: boolean;
  onKeys: (keys: string[]) => void;
  onOver: (over: boolean) => void;
};

export function ImportProcesses({ model, candidates, keys, taken, over, onKeys, onOver }: Props): ReactNode {
  const { t, language } = useWords();
  const again = keys.filter((key) => taken.includes(key));
  return (
    <fieldset className="import-processes">
      <legend>{t(candidates.length > 1 ? 'import.which' : 'processes.process')}</legend>
      {candidates.map((process) => {
        const words = (
          <>
            {calledIn(model, process)}{' '}
            <small className="quiet">{t('import.size', { count: Object.keys(process.elements).length })}</small>
          </>
        );
        return candidates.length === 1 ? (
          <p key={process.key}>{words}</p>
        ) : (
          <Checkbox
            key={process.key}
            checked={keys.includes(process.key)}
            onChange={({ target }) =>
              onKeys(
                candidates
                  .map(({ key }) => key)
                  .filter((key) => (key === process.key ? target.checked : keys.includes(key))),
              )
            }
          >
            {words}
          </Checkbox>
        );
      })}
      {again.length > 0 && (
        <Radio.Group
          value={over}
          onChange={({ target }) => onOver(target.value as boolean)}
          options={[
            { value: false, label: t('import.beside') },
            { value: true, label: t('import.over', { key: listed(again, language) }) },
          ]}
        />
      )}
    </fieldset>
  );
}
