// Light, dark, or as the system has it: remembered here, written to :root as CSS variables.
import { createStore } from 'zustand/vanilla';
import { cssText, type Scheme } from '../../designer/theme.ts';

export type Wish = Scheme | 'auto';
const KEY = 'zhangfa.scheme';
const system = matchMedia('(prefers-color-scheme: dark)');

const wished = (): Wish => {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
};
const schemeOf = (wish: Wish): Scheme => (wish === 'auto' ? (system.matches ? 'dark' : 'light') : wish);

export const look = createStore(() => ({ wish: wished(), scheme: schemeOf(wished()) }));

const sheet = document.createElement('style');
document.head.append(sheet);
function paint(): void {
  const { scheme } = look.getState();
  sheet.textContent = `:root{${cssText(scheme)}}`;
  document.documentElement.dataset.scheme = scheme;
}
paint();
look.subscribe(paint);
system.addEventListener('change', () => look.setState(({ wish }) => ({ scheme: schemeOf(wish) })));

export function wish(next: Wish): void {
  localStorage.setItem(KEY, next);
  look.setState({ wish: next, scheme: schemeOf(next) });
}
