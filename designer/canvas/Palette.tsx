// What can be drawn, with words. Drag onto the canvas, or click: after the chosen step, else in the middle.

import { useReactFlow } from '@xyflow/react';
import { Popover } from 'antd';
import { LocateFixed, Search } from 'lucide-react';
import { type DragEvent, type ReactNode, useId, useState } from 'react';
import { isKey } from '../../words/designer.ts';
import { useDesigner, useShop, useWords } from '../context.ts';
import { elementOf } from '../model/find.ts';
import { lineAt } from '../model/line-at.ts';
import { KindIcon } from './KindIcon.tsx';
import { ALL, DRAG_TYPE, type Kind, PALETTE } from './kinds.ts';
import { useJump } from './useJump.ts';

export function Palette(): ReactNode {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const field = useId();
  return (
    <nav className="zf-palette" aria-label={t('palette.title')}>
      <Popover
        placement="rightTop"
        trigger="click"
        open={open}
        onOpenChange={setOpen}
        // The keyboard goes to the field only when it can be seen.
        afterOpenChange={(is) => is && document.getElementById(field)?.focus()}
        destroyOnHidden
        content={<SearchList id={field} onPick={() => setOpen(false)} />}
        arrow={false}
      >
        <button type="button" className="zf-palette-item">
          <Search size={20} strokeWidth={1.75} />
          <span>{t('palette.search')}</span>
        </button>
      </Popover>
      {PALETTE.map((group) => (
        <div key={group[0]!.key} className="zf-palette-group">
          {group.map((kind) => (
            <Item key={kind.key} kind={kind} />
          ))}
        </div>
      ))}
    </nav>
  );
}

function useDraw(): (kind: Kind) => void {
  const { store } = useShop();
  const { t } = useWords();
  const { screenToFlowPosition } = useReactFlow();
  return ({ spec }) => {
    const state = store.getState();
    const pane = document.querySelector('.zf-canvas')?.getBoundingClientRect();
    const middle = screenToFlowPosition({
      x: (pane?.left ?? 0) + (pane?.width ?? 800) / 2,
      y: (pane?.top ?? 0) + (pane?.height ?? 600) / 2,
    });
    if (spec === 'lane') state.run({ edit: 'addLane', name: t('new.lane') });
    else if (spec === 'note')
      state.run({
        edit: 'addAnnotation',
        at: middle,
        text: t('new.note'),
        ...(state.selection[0] && { about: state.selection[0] }),
      });
    else {
      const chosen = state.selection.length === 1 ? elementOf(state.model, state.selection[0]!)?.element : undefined;
      const follows = chosen && chosen.type !== 'endEvent' && spec.type !== 'startEvent' && !spec.triggeredByEvent;
      // On a line it goes into it; it never only looks connected.
      const line = spec.type === 'startEvent' || spec.type === 'endEvent' ? undefined : lineAt(state.model, middle);
      const [made] = follows
        ? state.run({ edit: 'append', from: chosen.id, ...spec })
        : line && !spec.triggeredByEvent
          ? state.run({ edit: 'insert', flow: line, at: middle, ...spec })
          : state.run({ edit: 'add', at: middle, ...spec });
      if (made && spec.type !== 'endEvent' && spec.type !== 'startEvent') state.set({ editing: made });
    }
  };
}

function Item({ kind }: { kind: Kind }): ReactNode {
  const { t } = useWords();
  const draw = useDraw();
  const hint = `palette.hint.${kind.key}`;
  return (
    <button
      type="button"
      className="zf-palette-item"
      draggable
      title={isKey(hint) ? t(hint) : undefined}
      onDragStart={(event: DragEvent) => {
        event.dataTransfer.setData(DRAG_TYPE, kind.key);
        event.dataTransfer.effectAllowed = 'move';
      }}
      onClick={() => draw(kind)}
    >
      <KindIcon icon={kind.icon} />
      <span>{t(`palette.${kind.key}`)}</span>
    </button>
  );
}

/** So many steps of the drawing are offered. */
const FEW = 8;

function SearchList({ id, onPick }: { id: string; onPick: () => void }): ReactNode {
  const { t, language } = useWords();
  const jump = useJump();
  const model = useDesigner((state) => state.model);
  const draw = useDraw();
  const [text, setText] = useState('');
  const asked = text.trim().toLowerCase();
  const drawn = asked
    ? model.processes
        .flatMap(({ elements }) => Object.values(elements))
        .map(({ id: element, name, zf }) => ({ element, name: zf?.text?.[language]?.name || name || '' }))
        .filter(({ name }) => name.toLowerCase().includes(asked))
        .slice(0, FEW)
    : [];
  const found = ALL.filter((kind) => t(`palette.${kind.key}`).toLowerCase().includes(asked));
  return (
    <div className="zf-search">
      <input
        id={id}
        className="zf-input"
        aria-label={t('palette.searchHint')}
        placeholder={t('palette.searchHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          const [first] = drawn;
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || !first || found.length > 0) return;
          jump(first.element);
          onPick();
        }}
      />
      <div className="zf-search-list">
        {found.map((kind) => (
          <button
            type="button"
            key={kind.key}
            draggable
            onDragStart={(event) => event.dataTransfer.setData(DRAG_TYPE, kind.key)}
            onClick={() => {
              draw(kind);
              onPick();
            }}
          >
            <KindIcon icon={kind.icon} size={16} />
            {t(`palette.${kind.key}`)}
          </button>
        ))}
        {drawn.length > 0 && <p className="zf-hint">{t('palette.drawn')}</p>}
        {drawn.map(({ element, name }) => (
          <button
            type="button"
            key={element}
            onClick={() => {
              jump(element);
              onPick();
            }}
          >
            <LocateFixed size={16} strokeWidth={1.75} aria-hidden="true" /> {name}
          </button>
        ))}
        {found.length + drawn.length === 0 && <p className="zf-hint">{t('palette.nothing')}</p>}
      </div>
    </div>
  );
}
