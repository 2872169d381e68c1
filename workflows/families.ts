// The families that a host has in memory, and how they are held against Postgres, which is the book of record: read, dropped, read again.
import { log } from '@temporalio/workflow';
import type { DefinitionRef, Opened } from '../activities/contract.ts';
import type { Definition } from '../bpmn/definition.ts';
import type { Asked, Instance } from '../bpmn/instance.ts';
import { admit, createPopulation } from '../bpmn/population.ts';
import { type Clock, REAL_TIME } from './clock.ts';
import { type HostConfig, nameOf } from './messages.ts';
import type { createServices } from './services.ts';

type Ask = {
  families: string[];
  due?: boolean;
  definitions?: DefinitionRef[];
  requests?: string[];
  people?: Asked[];
};
type Services = Pick<ReturnType<typeof createServices>, 'resume' | 'forget'>;

export function createFamilies(
  config: HostConfig,
  services: Services,
  read: (
    ask: { host: string; known: string[] } & Required<Omit<Ask, 'people'>> & Pick<Ask, 'people'>,
  ) => Promise<Opened>,
) {
  const definitions = new Map<string, Definition>();
  /** What calls without a number get: looked up anew in each turn. */
  const newest = new Map<string, Definition>();
  const population = createPopulation(
    (key, which) => (which && 'version' in which ? definitions : newest).get(nameOf(key, which)),
    {},
    true,
  );
  /** Sequence number of each case as Postgres holds it. */
  const stored = new Map<string, number>();
  /** Families whose definition cannot be had now. */
  const gone = new Set<string>();
  /** Families that are set aside. */
  const aside = new Set<string>();
  const families = {
    population,
    definitions,
    newest,
    stored,
    gone,
    aside,
    clock: REAL_TIME as Clock,
    /** Whether this run has asked Postgres, or was given, what it needs. */
    opened: false,

    async open({ families: wanted, due = false, definitions: refs = [], requests = [], people }: Ask): Promise<Opened> {
      const known = [...definitions.keys()];
      const found = await read({
        host: config.host,
        known,
        families: wanted,
        due,
        definitions: refs,
        requests,
        ...(people && { people }),
      });
      families.opened = true;
      families.clock = found.clock;
      population.env = found.env;
      for (const [name, definition] of Object.entries(found.definitions)) {
        const exact = nameOf(definition.key, definition);
        definitions.set(exact, definition);
        if (name !== exact) newest.set(name, definition);
      }
      for (const family of wanted) aside.delete(family);
      for (const family of found.aside ?? []) families.putAside(family);
      for (const instance of found.cases) if (!population.cases.has(instance.case)) adopt(instance);
      return found;
    },

    forget(family: string) {
      for (const [id, draft] of population.cases) if (draft.meta.root === family) drop(id);
    },

    putAside(family: string) {
      aside.add(family);
      families.forget(family);
    },

    dropEnded() {
      for (const [id, draft] of population.cases) {
        const root = population.cases.get(draft.meta.root);
        const undoable = draft.meta.kept && root && root.meta.status !== 'ended';
        if (draft.meta.status !== 'ended' || undoable) continue;
        population.cases.delete(id);
        stored.delete(id);
      }
    },

    roots: () => new Set([...population.cases.values()].map((draft) => draft.meta.root)),
  };

  if (config.given) {
    // Nothing of a fresh case can be due already.
    families.opened = true;
    families.clock = config.given.clock;
    population.env = config.given.env;
    const { definition } = config.given;
    definitions.set(nameOf(definition.key, definition), definition);
  }

  function drop(id: string) {
    population.cases.delete(id);
    stored.delete(id);
    services.forget(id);
  }

  /** Takes a case as Postgres holds it. */
  function adopt(instance: Instance) {
    const definition = definitions.get(nameOf(instance.definition.key, instance.definition));
    if (!definition) {
      // Loud, and nothing rewritten: its commands stay open until the definition is back.
      log.error('a published definition is gone', { case: instance.case, ...instance.definition });
      gone.add(instance.root);
      return;
    }
    admit(population, definition, instance);
    stored.set(instance.case, instance.seq);
    services.resume(instance, definition);
  }

  return families;
}
