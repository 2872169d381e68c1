// The name of a part of the drawing, in both languages.
import type { ReactNode } from 'react';
import type { Extension } from '../../bpmn/definition.ts';
import { useShop, useWords } from '../context.ts';
import { isPlain } from '../model/texts.ts';
import { InLanguages } from './InLanguages.tsx';
import { TextField } from './Section.tsx';

type Part = { name?: string | undefined; zf?: Extension | undefined };

export function NameIn({ id, part, placeholder }: { id: string; part: Part; placeholder?: string }): ReactNode {
  const { store } = useShop();
  const { t } = useWords();
  const said = (language: string) => (isPlain(language) ? part.name : part.zf?.text?.[language]?.name);
  return (
    <InLanguages label={t('panel.name')} says={(language) => !!said(language)}>
      {(language, label) => (
        <TextField
          label={label}
          value={said(language)}
          placeholder={said('zh') || placeholder || ''}
          onCommit={(name) => store.getState().run({ edit: 'rename', id, name, language })}
        />
      )}
    </InLanguages>
  );
}
