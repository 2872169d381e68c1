// Where the cursor stands in the form of a task: by keys, after claiming, and at the first thing that is wrong.
import { type RefObject, useEffect } from 'react';
import { isTyping } from '../parts/useListKeys.ts';

/** `e` goes into the form, Escape out of it again, so that the keys of the list work. */
export function useFormKeys(body: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const at = document.activeElement;
      if (event.key === 'Escape' && at instanceof HTMLElement && body.current?.contains(at)) at.blur();
      else if (event.key === 'e' && !isTyping(event) && body.current) {
        event.preventDefault();
        firstField(body.current)?.focus();
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [body]);
}

/** Whoever has just claimed goes on with the keyboard in the form. */
export function toFirstField(body: HTMLElement | null): void {
  const wait = new MutationObserver(() => look());
  const look = (): void => {
    const field = firstField(body);
    if (!field) return;
    wait.disconnect();
    field.focus();
  };
  if (body) wait.observe(body, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] });
  setTimeout(() => wait.disconnect(), 3_000);
}

const firstField = (body: HTMLElement | null): HTMLElement | null | undefined =>
  body?.querySelector<HTMLElement>('.field :is(input, textarea, button):not(:disabled)');

export function toFirstError(body: HTMLElement | null): void {
  requestAnimationFrame(() => {
    const field = body?.querySelector('.field.is-wrong, .field-error');
    field?.scrollIntoView({ block: 'center' });
    field?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true });
  });
}
