// What can be drawn, with words. Drag onto the canvas, or click: after the chosen step, else in the middle.

import { useReactFlow } from '@xyflow/react';
import { Popover } from 'antd';
import { Search } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { isKey } from '../../words/designer.ts';
import { useShop, useWords } from '../context.ts';
import { elementOf } from '../model/find.ts';
import { lineAt } from '../model/line-at.ts';
import { KindIcon } from './KindIcon.tsx';
import { ALL, DRAG_TYPE, type Kind, PALETTE } from './kinds.ts';

export function Palette(): ReactNode {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <nav className="zf-palette" aria-label={t('palette.title')}>
      <Popover
        placement="rightTop"
        trigger="click"
        open={open}
        onOpenChange={setOpen}
        content={<SearchList onPick={() => setOpen(false)} />}
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

function SearchList({ onPick }: { onPick: () => void }): ReactNode {
  const { t } = useWords();
  const draw = useDraw();
  const [text, setText] = useState('');
  const found = ALL.filter((kind) => t(`palette.${kind.key}`).toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <div className="zf-search">
      <input
        className="zf-input"
        // biome-ignore lint/a11y/noAutofocus: the list opens to be searched
        autoFocus
        placeholder={t('palette.searchHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
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
        {found.length === 0 && <p className="zf-hint">{t('palette.nothing')}</p>}
      </div>
    </div>
  );
}
