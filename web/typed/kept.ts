// What is kept on this machine only, of one person: by what it is about.
import type { Values } from './typed.ts';

export const keptKey = (person: string, about: string): string => `zhangfa.kept.${person}.${about}`;

export function readKept(key: string): Values {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return typeof kept === 'object' && kept !== null ? (kept as Values) : {};
  } catch {
    return {};
  }
}

export function writeKept(key: string, values: Values): void {
  try {
    if (Object.values(values).every((value) => value === undefined)) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(values));
  } catch {
    // A full or forbidden store: it lasts as long as the page.
  }
}
