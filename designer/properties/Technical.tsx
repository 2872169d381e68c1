// 技术设置: ids, keys and kept imports, folded away.
import { Braces } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Element } from '../../bpmn/definition.ts';
import { useShop, useWords } from '../context.ts';
import { DescriptionIn } from './DescriptionIn.tsx';
import { NameIn } from './NameIn.tsx';
import { Field, Folded, TextField } from './Section.tsx';

export function Technical({ element }: { element: Element }): ReactNode {
  const { store } = useShop();
  const { t } = useWords();
  const zf = element.zf ?? {};
  const set = (values: object): void => void store.getState().run({ edit: 'setExtension', id: element.id, zf: values });
  const isWork = ['serviceTask', 'sendTask', 'scriptTask', 'businessRuleTask'].includes(element.type);
  return (
    <Folded icon={Braces} title={t('technical.title')} extra={element.id}>
      <Field label={t('technical.description')}>
        <DescriptionIn id={element.id} part={element} />
      </Field>
      <Field label={t('panel.name')}>
        <NameIn id={element.id} part={element} />
      </Field>
      <Field label={t('technical.priority')}>
        <TextField value={zf.priority} onCommit={(priority) => set({ priority: priority || undefined })} />
      </Field>
      {isWork && (
        <Field label={t('technical.topic')}>
          <TextField mono value={zf.topic} onCommit={(topic) => set({ topic: topic || undefined })} />
        </Field>
      )}
      {element.type === 'scriptTask' && (
        <>
          <Field label={t('technical.script')}>
            <TextField
              mono
              rows={3}
              value={element.script}
              onCommit={(script) =>
                store.getState().run({
                  edit: 'setAttribute',
                  id: element.id,
                  values: { script: script || undefined, scriptFormat: 'feel' },
                })
              }
            />
          </Field>
          <Field label={t('decision.result')}>
            <TextField
              mono
              value={zf.resultVariable}
              onCommit={(resultVariable) => set({ resultVariable: resultVariable || undefined })}
            />
          </Field>
        </>
      )}
      {zf.imported && (
        <>
          <h3 className="zf-sub-title">{t('technical.imported')}</h3>
          {zf.imported.map((note) => (
            <p key={`${note.ns}${note.name}${note.text}`} className="zf-kept">
              <code>
                {note.ns}:{note.name}
              </code>
              <span>{note.text}</span>
              <em>{t(`technical.${note.state}`)}</em>
            </p>
          ))}
        </>
      )}
    </Folded>
  );
}
