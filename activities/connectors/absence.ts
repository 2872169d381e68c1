// What a process does with who is away: enters an absence with its proxy, or takes one back. Work moves as db/absences.ts says.
import { z } from 'zod';
import { tell } from '../../bpmn/draft.ts';
import { endAbsence, putAbsence, settleWithin } from '../../db/absences.ts';
import { activePerson } from '../../db/people.ts';
import { readShop } from '../../db/settings.ts';
import { words } from '../../words/connectors.ts';
import { named } from '../../words/message.ts';
import { shopTime } from '../../workflows/clock.ts';
import { BusinessError, Hopeless } from '../call-service.ts';
import { type Descriptor, Text } from './descriptor.ts';
import { once } from './once.ts';

const inputs = z.object({
  person: Text('whoIsAway'),
  proxy: Text('whoStandsIn'),
  from: Text('awayFrom'),
  to: Text('awayTo'),
  reason: Text('reason').optional(),
});

const AWAY: Descriptor = {
  id: 'absence.enter',
  kind: 'call',
  words: words('enterAnAbsence'),
  inputs,
  settings: [],
  outputs: [{ name: 'absence', label: words('theAbsence') }],
  call:
    ({ sql }) =>
    async (call) =>
      once(sql, call, async (tx) => {
        const { person, proxy, from, to, reason } = inputs.parse(call.input);
        const [begins, ends] = [Date.parse(from), Date.parse(to)];
        if (Number.isNaN(begins) || Number.isNaN(ends) || ends <= begins || person === proxy)
          throw new Hopeless(tell('call.absence', { step: named(call.name), from, to }));
        for (const one of [person, proxy])
          if (!(await activePerson(tx, one)))
            throw new BusinessError('PERSON_GONE', `${one} has left`, { person: one });
        const { clock } = await readShop(tx);
        const saved = await putAbsence(tx, {
          id: call.key,
          person,
          proxy,
          from: begins,
          to: ends,
          reason: reason ?? null,
          by: person,
        });
        if (saved === 'overlaps') throw new BusinessError('AWAY_ALREADY', `${person} is away then already`, { person });
        await settleWithin(tx, shopTime(clock, Date.now()));
        return { absence: call.key };
      }),
};

const BACK: Descriptor = {
  id: 'absence.end',
  kind: 'call',
  words: words('endAnAbsence'),
  inputs: z.object({ absence: Text('theAbsence') }),
  settings: [],
  outputs: [{ name: 'ended', label: words('absenceEnded'), done: true }],
  call:
    ({ sql }) =>
    async (call) =>
      once(sql, call, async (tx) => {
        const now = shopTime((await readShop(tx)).clock, Date.now());
        await endAbsence(tx, String(call.input.absence), now);
        await settleWithin(tx, now);
        return { ended: true };
      }),
};

export const ABSENCE: Descriptor[] = [AWAY, BACK];
