// What this browser keeps for when there is no network: answers that were read, and what was said while nobody could hear it.
// Every row belongs to one person. A browser that keeps nothing (a private window of some) works as before.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** @property at when it was read, by this machine's clock */
export type KeptAnswer = { person: string; hash: string; key: readonly unknown[]; data: unknown; at: number };
/** @property id the key of its request: however often it is sent, it counts once */
export type Submission = {
  id: string;
  person: string;
  task: string;
  /** Body of POST /tasks/{id}/complete. */
  json: Record<string, unknown>;
  /** When it was said, by this machine's clock. */
  at: number;
  /** How its undo calls it. */
  case: string;
  name: string;
  object: string;
  /** The server's no, until its writer has seen to it. */
  refused: Record<string, unknown> | null;
};

interface Device extends DBSchema {
  answers: { key: [person: string, hash: string]; value: KeptAnswer; indexes: { person: string; at: number } };
  outbox: { key: [person: string, task: string]; value: Submission; indexes: { person: string } };
}

let opened: Promise<IDBPDatabase<Device>> | undefined;
const device = (): Promise<IDBPDatabase<Device>> => {
  opened ??= openDB<Device>('zhangfa', 1, {
    upgrade(db) {
      const answers = db.createObjectStore('answers', { keyPath: ['person', 'hash'] });
      answers.createIndex('person', 'person');
      answers.createIndex('at', 'at');
      db.createObjectStore('outbox', { keyPath: ['person', 'task'] }).createIndex('person', 'person');
    },
  });
  return opened;
};

/** What comes of it, or what there is instead where this browser keeps nothing. */
const tried = async <T>(work: (db: IDBPDatabase<Device>) => Promise<T>, instead: T): Promise<T> => {
  try {
    return await work(await device());
  } catch {
    return instead;
  }
};

export const putAnswer = (answer: KeptAnswer) => tried((db) => db.put('answers', answer), undefined);
export const answersOf = (person: string): Promise<KeptAnswer[]> =>
  tried((db) => db.getAllFromIndex('answers', 'person', person), []);

export const putSubmission = (one: Submission) => tried((db) => db.put('outbox', one), undefined);
export const dropSubmission = ({ person, task }: Pick<Submission, 'person' | 'task'>) =>
  tried((db) => db.delete('outbox', [person, task]), undefined);
/** null: this browser keeps nothing, and nobody knows. */
export const submissionsOf = (person: string): Promise<Submission[] | null> =>
  tried((db) => db.getAllFromIndex('outbox', 'person', person), null);

/** @param before answers that were read before this instant go, too */
export const forgetAnswers = (of: (person: string) => boolean, before = 0) =>
  tried(async (db) => {
    const tx = db.transaction('answers', 'readwrite');
    for (let at = await tx.store.openCursor(); at; at = await at.continue())
      if (of(at.value.person) || at.value.at < before) await at.delete();
    await tx.done;
  }, undefined);
export const forgetSubmissions = (person: string) =>
  tried(async (db) => {
    const tx = db.transaction('outbox', 'readwrite');
    for (const key of await tx.store.index('person').getAllKeys(person)) await tx.store.delete(key);
    await tx.done;
  }, undefined);
