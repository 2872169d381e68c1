// Which of the three layouts fits: phone, narrow (list or task), wide.
import { useSyncExternalStore } from 'react';

const phone = matchMedia('(max-width: 639.98px)');
const narrow = matchMedia('(max-width: 959.98px)');
const medium = matchMedia('(max-width: 1279.98px)');
export type Width = 'phone' | 'narrow' | 'medium' | 'wide';

const listen = (listener: () => void): (() => void) => {
  const all = [phone, narrow, medium];
  for (const one of all) one.addEventListener('change', listener);
  return () => {
    for (const one of all) one.removeEventListener('change', listener);
  };
};
const read = (): Width => (phone.matches ? 'phone' : narrow.matches ? 'narrow' : medium.matches ? 'medium' : 'wide');

/** Asked once, where nothing is drawn yet. */
export const onPhone = (): boolean => phone.matches;

export const useWidth = (): Width => useSyncExternalStore(listen, read);
