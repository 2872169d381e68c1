// A drawn data store, or the line to one: what the steps tied to it read from there and write to there.
import { Database } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Element, Model } from '../../bpmn/definition.ts';
import { type Store, stepsAtStore } from '../../bpmn/stores.ts';
import { useDesigner, useShop, useStoreNames, useWords } from '../context.ts';
import { calledIn } from '../words.ts';
import { Section } from './Section.tsx';
import { ServiceMappings } from './ServiceSection.tsx';

type Tied = { element: Element; store: Store; association: string };

/** What hangs on a chosen data store, or on the one that a chosen association leads to. */
export function tiedTo(model: Model, id: string): Tied[] {
  const { type, source, target } = model.artifacts[id] ?? {};
  if (type !== 'association') return stepsAtStore(model, id);
  return [source, target].flatMap((end) =>
    end ? stepsAtStore(model, end).filter(({ association }) => association === id) : [],
  );
}

export function StorePanel({ id }: { id: string }): ReactNode {
  const { language, store: shop } = useShop();
  const { t } = useWords();
  const nameOf = useStoreNames();
  const model = useDesigner((state) => state.model);
  return tiedTo(model, id).map(({ element, store }) => (
    <Section
      key={element.id}
      icon={Database}
      title={t(store.reads ? 'store.reads' : 'store.writes', { name: nameOf(store.key) })}
    >
      <button type="button" className="zf-link" onClick={() => shop.getState().select([element.id])}>
        {calledIn(element, language, t)}
      </button>
      <ServiceMappings element={element} />
    </Section>
  ));
}
