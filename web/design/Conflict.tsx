// Two people changed the same thing of one draft: what it is, both pictures, and whose stands. Nothing of either is lost before that.

import { Button, Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Model } from '../../bpmn/definition.ts';
import { Designer } from '../../designer/Designer.tsx';
import { listed } from '../../words/say.ts';
import { named, useWords } from '../words/useWords.ts';
import type { SaveState } from './useAutosave.ts';

type Props = {
  state: Extract<SaveState, { is: 'conflict' }>;
  /** As it stands here. */
  model: Model;
  fileName: string;
  onSettle: (whose: 'mine' | 'theirs') => void;
};

export function Conflict({ state, model, fileName, onSettle }: Props): ReactNode {
  const { t, language } = useWords();
  const [shown, setShown] = useState(false);
  const { saved, theirs, clashes } = state;
  const who = saved?.by?.name ?? t('design.somebody');
  const names = [...new Set(clashes.map((id) => nameOf(id, [model, theirs.model], language) ?? id))];
  const about = listed(names.slice(0, 5), language);
  const download = async (): Promise<void> => {
    const { serializeBpmn } = await import('../../bpmn/xml.ts');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([await serializeBpmn(model)], { type: 'application/xml' }));
    link.download = `${fileName}.bpmn`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <div className="editor-conflict" role="alert">
      <strong>{t('design.changedElsewhere')}</strong>
      <span>{t('design.clash', { who, about: names.length > 5 ? `${about}…` : about })}</span>
      <Button size="small" onClick={() => setShown(true)}>
        {t('design.showTheirs')}
      </Button>
      <Button size="small" type="primary" onClick={() => onSettle('mine')}>
        {t('design.keepMine')}
      </Button>
      <Button size="small" onClick={() => onSettle('theirs')}>
        {t('design.takeTheirs')}
      </Button>
      <Button size="small" type="text" onClick={() => void download()}>
        {t('design.exportMine')}
      </Button>
      <Drawer
        open={shown}
        onClose={() => setShown(false)}
        size="min(1100px, 92vw)"
        title={t('design.theirs', { who })}
        destroyOnHidden
        styles={{ body: { padding: 0 } }}
      >
        <div className="version">
          <div>
            <Designer model={theirs.model} forms={theirs.forms} language={language} readOnly />
          </div>
        </div>
      </Drawer>
    </div>
  );
}

/** What a person calls the thing that clashes. */
function nameOf(id: string, models: Model[], language: 'zh' | 'en'): string | undefined {
  for (const { processes } of models)
    for (const { elements, flows, lanes } of processes) {
      const part = elements[id] ?? flows[id] ?? lanes[id];
      if (part?.name) return named({ name: part.name, texts: part.zf?.text ?? null }, language);
    }
  return undefined;
}
