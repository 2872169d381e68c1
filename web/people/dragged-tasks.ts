// Tasks on their way from one person to another by the mouse: what is taken along, and on whom it is let go.
import { type DragEvent, useState } from 'react';

const TYPE = 'application/x-zhangfa-tasks';
const rowOf = ({ target }: DragEvent): string | undefined =>
  target instanceof Element ? target.closest<HTMLElement>('[data-id]')?.dataset.id : undefined;

export function takeAlong(event: DragEvent, tasks: string[]): void {
  event.dataTransfer.setData(TYPE, JSON.stringify(tasks));
  event.dataTransfer.effectAllowed = 'move';
}

/** For whatever holds rows of people, each known by its `data-id`. */
export function useDropOnPerson(onDrop: (person: string, tasks: string[]) => void) {
  const [over, setOver] = useState<string>();
  return {
    over,
    on: {
      onDragOver: (event: DragEvent): void => {
        const person = event.dataTransfer.types.includes(TYPE) ? rowOf(event) : undefined;
        setOver(person);
        if (person !== undefined) event.preventDefault();
      },
      onDragLeave: (): void => setOver(undefined),
      onDrop: (event: DragEvent): void => {
        const person = rowOf(event);
        const tasks = event.dataTransfer.getData(TYPE);
        setOver(undefined);
        if (person === undefined || !tasks) return;
        event.preventDefault();
        onDrop(person, JSON.parse(tasks) as string[]);
      },
    },
  };
}
