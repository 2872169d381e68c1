// The small verb beside a number: it becomes a parameter of the shop, and its name stands here instead.
import { SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../context.ts';
import type { MakeParameter, ParameterWish } from '../parameter-wish.ts';

type Props = {
  make: MakeParameter | undefined;
  wish: () => ParameterWish;
  /** What stands there, for those who cannot see it. */
  number: string;
  onPut: (name: string) => void;
};

export function ToParameter({ make, wish, number, onPut }: Props): ReactNode {
  const { t } = useWords();
  if (!make) return null;
  return (
    <button
      type="button"
      className="zf-to-parameter"
      aria-label={t('parameter.makeOf', { number })}
      title={t('parameter.make')}
      onClick={() => void make(wish()).then((key) => key !== undefined && onPut(`shop.${key}`))}
    >
      <SlidersHorizontal size={13} strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}
