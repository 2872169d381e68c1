// A part of the day's page: its head with one link, and what it loads, in its own time and with its own failures.
import type { ReactNode } from 'react';
import { Shown } from '../parts/Shown.tsx';
import { Skeleton } from '../parts/Skeleton.tsx';

type Query<T> = { data: T | undefined; isError: boolean; error: unknown; refetch: () => unknown };
type Props<T> = {
  title: string;
  /** Beside the title: how many, or of what. */
  hint?: ReactNode;
  link?: ReactNode;
  query: Query<T>;
  rows?: number;
  children: (data: T) => ReactNode;
};

export function Block<T>({ title, hint, link, query, rows = 3, children }: Props<T>): ReactNode {
  return (
    <section className="day-block" aria-label={title}>
      <h2>
        {title}
        {hint && <small>{hint}</small>}
        <span className="spacer" />
        {link}
      </h2>
      <Shown query={query} skeleton={<Skeleton rows={rows} lines={[44, 70]} height={56} />}>
        {children}
      </Shown>
    </section>
  );
}
