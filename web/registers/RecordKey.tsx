// Beneath a record's name: its key, and the store that it belongs to, where it belongs to one.
import type { ReactNode } from 'react';
import type { RecordItem } from '../reach/shapes.ts';

export function RecordKey({ record: { key, title, store } }: { record: RecordItem }): ReactNode {
  const parts = [...(title !== key ? [key] : []), ...(store ? [store] : [])];
  return parts.length > 0 && <small className="cut">{parts.join(' · ')}</small>;
}
