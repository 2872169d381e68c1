// A query on screen: skeleton, error or content; old content stays while new loads.
import type { ReactNode } from 'react';
import { Failed } from './Failed.tsx';
import { Later } from './Later.tsx';
import { Skeleton } from './Skeleton.tsx';

type Query<T> = { data: T | undefined; isError: boolean; error: unknown; refetch: () => unknown };
type Props<T> = { query: Query<T>; skeleton?: ReactNode; children: (data: T) => ReactNode };

export function Shown<T>({ query, skeleton = <Skeleton />, children }: Props<T>): ReactNode {
  if (query.data !== undefined) return children(query.data);
  if (query.isError)
    return (
      <div className="pad">
        <Failed error={query.error} onAgain={() => void query.refetch()} />
      </div>
    );
  return <Later>{skeleton}</Later>;
}
