// Which rows of a list are chosen. What is no longer on screen is not meant.
import { useState } from 'react';

export type Chosen = {
  ids: string[];
  has: (id: string) => boolean;
  put: (id: string, on: boolean) => void;
  set: (ids: string[]) => void;
  /** What a click on the box above all would choose. */
  all: string[];
};

export function useChosen(choosable: string[], most: number): Chosen {
  const [chosen, set] = useState<string[]>([]);
  const ids = choosable.filter((id) => chosen.includes(id));
  return {
    ids,
    has: (id) => ids.includes(id),
    put: (id, on) => set(on ? [...ids, id] : ids.filter((one) => one !== id)),
    set,
    all: choosable.slice(0, most),
  };
}
