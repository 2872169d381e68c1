// A page that is one list: its title, what stands above, its tools, and what stands beside it.
import type { ReactNode } from 'react';
import { Where } from '../shell/Where.tsx';

type Props = { title: string; above?: ReactNode; tools?: ReactNode; beside?: ReactNode; children: ReactNode };

export function ListPage({ title, above, tools, beside, children }: Props): ReactNode {
  return (
    <div className="page is-flush">
      <Where>
        <h1 className="top-title">{title}</h1>
      </Where>
      {above}
      <div className="page-columns">
        <div className="page-main">
          {tools && <div className="page-tools">{tools}</div>}
          <div className="page-body">{children}</div>
        </div>
        {beside}
      </div>
    </div>
  );
}
