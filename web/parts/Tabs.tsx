// Parts of a page or pane, one of them shown.
import type { ReactNode } from 'react';

type Props<Value extends string> = {
  label: string;
  at: Value;
  tabs: { value: Value; label: ReactNode; count?: ReactNode }[];
  onTab: (value: Value) => void;
};

export function Tabs<Value extends string>({ label, at, tabs, onTab }: Props<Value>): ReactNode {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          className={tab.value === at ? 'is-here' : ''}
          aria-current={tab.value === at ? 'page' : undefined}
          onClick={() => onTab(tab.value)}
        >
          {tab.label} {tab.count !== undefined && <small>{tab.count}</small>}
        </button>
      ))}
    </nav>
  );
}
