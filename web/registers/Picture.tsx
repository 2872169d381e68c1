// The first picture of a field, or a grey place where none is.
import { Package } from 'lucide-react';
import type { ReactNode } from 'react';

type Ref = { file: string; name: string; type: string };
const firstOf = (value: unknown): Ref | undefined => (Array.isArray(value) ? (value[0] as Ref | undefined) : undefined);

export function Picture({ value, size }: { value: unknown; size: 32 | 56 | 160 }): ReactNode {
  const picture = firstOf(value);
  if (!picture?.file)
    return (
      <span className="picture is-none" style={{ width: size, height: size }} aria-hidden="true">
        <Package size={size === 32 ? 16 : 24} strokeWidth={1.5} />
      </span>
    );
  return (
    <img
      className="picture"
      style={{ width: size, height: size }}
      src={`/api/files/${encodeURIComponent(picture.file)}`}
      alt=""
      loading="lazy"
    />
  );
}
