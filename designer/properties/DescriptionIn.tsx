// What is said of a part of the drawing, in both languages.
import type { ReactNode } from 'react';
import type { Extension } from '../../bpmn/definition.ts';
import { useShop, useWords } from '../context.ts';
import { isPlain, withText } from '../model/texts.ts';
import { InLanguages } from './InLanguages.tsx';
import { TextField } from './Section.tsx';

type Part = { documentation?: string | undefined; zf?: Extension | undefined };

export function DescriptionIn({ id, part }: { id: string; part: Part }): ReactNode {
  const { store } = useShop();
  const { t } = useWords();
  const { run } = store.getState();
  const said = (language: string) =>
    isPlain(language) ? part.documentation : part.zf?.text?.[language]?.documentation;
  return (
    <InLanguages label={t('technical.description')} says={(language) => !!said(language)}>
      {(language, label) => (
        <TextField
          rows={2}
          label={label}
          value={said(language)}
          placeholder={said('zh') ?? ''}
          onCommit={(text) =>
            isPlain(language)
              ? run({ edit: 'setAttribute', id, values: { documentation: text || undefined } })
              : run({
                  edit: 'setExtension',
                  id,
                  zf: { text: withText(part.zf?.text, language, { documentation: text }) },
                })
          }
        />
      )}
    </InLanguages>
  );
}
