// The process designer: palette, canvas, problems, properties. Data and callbacks come from outside; no HTTP in here.
import '@xyflow/react/dist/style.css';
import './designer.css';
import { ReactFlowProvider } from '@xyflow/react';
import { PanelRightOpen } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Model, Problem } from '../bpmn/definition.ts';
import { pictured } from '../bpmn/layout.ts';
import { lint } from '../bpmn/lint.ts';
import { ALONE } from '../bpmn/lint-context.ts';
import type { Form } from '../forms/form.ts';
import { Canvas } from './canvas/Canvas.tsx';
import { Palette } from './canvas/Palette.tsx';
import { DesignerProvider, type Shop, useDesigner, useShop, useWords } from './context.ts';
import { createDesignerStore, type DesignerStore } from './model/store.ts';
import { Problems } from './Problems.tsx';
import { Properties } from './properties/Properties.tsx';

export type DesignerProps = Partial<Omit<Shop, 'language' | 'onFormChange'>> & {
  /** Opened once; to open another, give the component another `key`. */
  model: Model;
  language: Shop['language'];
  /** Every edit, undo and redo. The draft is the whole model; unchanged parts are shared with the one before. */
  onChange?: (draft: Model) => void;
  onFormChange?: (form: Form) => void;
  /** Problems from outside (import, publishing), shown with those that are found while drawing. */
  problems?: Problem[];
  /** What was found while drawing, for the publish button of the page. */
  onProblems?: (problems: Problem[]) => void;
  /** To run edits from outside: an undo button in a top bar, a script. */
  onReady?: (store: DesignerStore) => void;
};

const NOTHING: never[] = [];
const NO_RECORD = {};

export function Designer({
  model,
  language,
  forms = NO_RECORD,
  roles = NOTHING,
  people = NOTHING,
  calendars = NOTHING,
  connectors = NOTHING,
  processes = NOTHING,
  facts = null,
  processKey,
  decisionPage,
  makeParameter,
  readOnly = false,
  problems = NOTHING,
  onChange,
  onFormChange,
  onProblems,
  onReady,
}: DesignerProps): ReactNode {
  const [store] = useState(() => createDesignerStore(pictured(model)));
  const narrow = useNarrow();
  const context = useMemo(
    () => ({
      store,
      language,
      forms,
      decisionPage,
      makeParameter,
      roles,
      people,
      calendars,
      connectors,
      processes,
      facts,
      processKey,
      readOnly: readOnly || narrow === 'phone',
      onFormChange,
    }),
    [
      store,
      language,
      forms,
      decisionPage,
      makeParameter,
      roles,
      people,
      calendars,
      connectors,
      processes,
      facts,
      processKey,
      readOnly,
      narrow,
      onFormChange,
    ],
  );
  const changed = useRef(onChange);
  changed.current = onChange;
  useEffect(() => {
    onReady?.(store);
    return store.subscribe((state, before) => {
      if (state.model !== before.model) changed.current?.(state.model);
    });
  }, [store, onReady]);
  return (
    <DesignerProvider value={context}>
      <ReactFlowProvider>
        <Body given={problems} onProblems={onProblems} narrow={narrow} />
      </ReactFlowProvider>
    </DesignerProvider>
  );
}

type Width = 'wide' | 'medium' | 'phone';

type BodyProps = { given: Problem[]; onProblems: ((problems: Problem[]) => void) | undefined; narrow: Width };

function Body({ given, onProblems, narrow }: BodyProps): ReactNode {
  const { readOnly } = useShop();
  const { t } = useWords();
  const problems = useProblems(given, onProblems);
  const [open, setOpen] = useState(narrow === 'wide');
  const selected = useDesigner(({ selection }) => selection.length > 0);
  useEffect(() => {
    if (narrow === 'phone') setOpen(selected);
  }, [narrow, selected]);
  return (
    <div className={`zf-designer is-${narrow} ${open ? '' : 'is-folded'}`}>
      {!readOnly && <Palette />}
      <main className="zf-work">
        <Canvas problems={problems} />
        <Problems problems={problems} />
      </main>
      {open ? (
        <Properties onClose={() => setOpen(false)} />
      ) : (
        <button
          type="button"
          className="zf-open-panel zf-action"
          aria-label={t('panel.open')}
          onClick={() => setOpen(true)}
        >
          <PanelRightOpen size={16} />
        </button>
      )}
    </div>
  );
}

/** Linted a moment after the last change: drawing is never slowed by it. */
function useProblems(given: Problem[], onProblems: ((problems: Problem[]) => void) | undefined): Problem[] {
  const { forms, facts, processKey } = useShop();
  const model = useDesigner((state) => state.model);
  const [found, setFound] = useState<Problem[]>([]);
  const report = useRef(onProblems);
  report.current = onProblems;
  useEffect(() => {
    const timer = setTimeout(() => {
      const next = lint(model, { ...ALONE, ...facts, forms }, processKey);
      setFound(next);
      report.current?.(next);
    }, 120);
    return () => clearTimeout(timer);
  }, [model, forms, facts, processKey]);
  return useMemo(() => [...given, ...found], [given, found]);
}

const widthNow = (): Width => (window.innerWidth < 640 ? 'phone' : window.innerWidth < 1080 ? 'medium' : 'wide');

function useNarrow(): Width {
  const [width, setWidth] = useState(widthNow);
  useEffect(() => {
    const listen = (): void => setWidth(widthNow());
    window.addEventListener('resize', listen);
    return () => window.removeEventListener('resize', listen);
  }, []);
  return width;
}
