// A host's turn on plain data: what is written, who is answered, what is stepped again.
import { describe, expect, it, vi } from 'vitest';
import { advance, createPopulation } from '../../bpmn/population.ts';
import type { Recorded } from '../../workflows/record.ts';
import {
  type Answers,
  type CaseCommands,
  composeTurn,
  conclude,
  type Item,
  NOTHING_RECORDED,
} from '../../workflows/turn.ts';
import { draw } from '../draw.ts';

const config = { host: 'case/f', hosting: 'dedicated' as const };
const command = (
  id: string,
  family: string,
  body: object = { do: 'occur', occurrence: { type: 'suspended' } },
): Item => ({
  kind: 'command',
  family,
  case: family,
  envelope: { id, family, case: family, body } as never,
  give: vi.fn(),
});
const own = (family: string): Item => ({ kind: 'own', family, case: family, occurrence: { type: 'continued', at: 0 } });

function books(more: Partial<Parameters<typeof composeTurn>[0]> = {}) {
  const definition = draw('p', { s: { type: 'startEvent' }, a: { type: 'userTask', zf: { priority: '80' } } }, [
    's->a',
  ]);
  const population = createPopulation(() => undefined, {}, true);
  const given: CaseCommands = new Map();
  const { effects } = advance(population, { type: 'start', at: 1, case: 'f', definition });
  for (const { case: id, command: one } of effects) given.set(id, [...(given.get(id) ?? []), one]);
  return {
    given,
    books: { config, at: 1, shop: 7, cases: population.cases, stored: new Map(), closed: new Set<string>(), ...more },
  };
}

describe('what a turn writes', () => {
  it('is each changed case with its task, the revision that was read, and each answer once', () => {
    const { books: kept, given } = books();
    const first = command('r1', 'f');
    const twin = command('r1', 'f');
    const answers: Answers = new Map([
      [first, { ok: true }],
      [twin, { ok: true }],
    ]);
    const { row, touched } = composeTurn(kept, [first, twin], given, answers);
    expect(touched).toEqual(['f']);
    expect(row).toMatchObject({ at: 1, shop: 7, cases: [{ id: 'f', family: 'f', expect: 0, changed: true }] });
    expect(row?.answers.map(({ id }) => id)).toEqual(['r1']);
    expect(row?.cases[0]?.tasks).toMatchObject({ open: [{ element: 'a', priority: 80 }] });
  });

  it('checks also the case that a refused command was for', () => {
    const { books: kept } = books({ cases: new Map(), stored: new Map([['g', 4]]) });
    const refused = command('r2', 'g');
    const { row } = composeTurn(kept, [refused], new Map(), new Map([[refused, { ok: false, code: 'notOpen' }]]));
    expect(row?.cases).toEqual([{ id: 'g', family: 'g', expect: 4, seq: 0, changed: false }]);
    expect(row?.answers).toHaveLength(1);
  });

  it('is nothing for what is touched only, gone or set aside', () => {
    const { books: kept } = books({ cases: new Map(), closed: new Set(['g']) });
    const touch = command('t', 'g', { do: 'touch' });
    const aside = command('r3', 'g');
    expect(
      composeTurn(
        kept,
        [touch, aside],
        new Map(),
        new Map([
          [touch, { ok: true }],
          [aside, { ok: false, code: 'setAside' }],
        ]),
      ),
    ).toEqual({ touched: [] });
  });
});

describe('once it is written', () => {
  const ended = (recorded: Partial<Recorded>, items: Item[], answers: Answers = new Map(), before = {}) => {
    const { answered, again } = conclude({ ...NOTHING_RECORDED, ...recorded }, items, answers, before);
    return { answered: answered.map(([, answer]) => answer), again };
  };
  const one = command('r', 'f');

  it('its answer is given', () => {
    expect(ended({}, [one], new Map([[one, { ok: true }]]))).toEqual({ answered: [{ ok: true }], again: [] });
  });
  it('the first answer stands, recorded or read before', () => {
    const first = { ok: false as const, code: 'notOpen' as const };
    expect(ended({ answers: { r: first } }, [one], new Map([[one, { ok: true }]])).answered).toEqual([first]);
    expect(ended({ lost: ['f'] }, [one], new Map(), { r: first })).toEqual({ answered: [first], again: [] });
  });
  it('a lost family is stepped again, also what the host itself had to do', () => {
    const timer = own('f');
    expect(ended({ lost: ['f'] }, [one, timer, own('g')])).toEqual({ answered: [], again: [one, timer] });
  });
  it('a number that is in use refuses the start, and nothing is stepped again', () => {
    const taken = { lost: ['f'], taken: [{ id: 'f', family: 'f', other: 'x' }] };
    expect(ended(taken, [one, own('f')])).toEqual({
      answered: [{ ok: false, code: 'businessKeyInUse', detail: 'x' }],
      again: [],
    });
  });
  it('what cannot be stored is answered and not tried again', () => {
    expect(ended({ refused: ['f'] }, [one, own('f')])).toEqual({
      answered: [{ ok: false, code: 'notStorable' }],
      again: [],
    });
  });
});
