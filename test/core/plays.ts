// The stories of the golden traces: the elements of BPMN 2.0.2 where engines go wrong, one each.
import type { Definition, Element, EventDefinition } from '../../bpmn/definition.ts';
import { draw } from '../draw.ts';
import type { Play } from './play.ts';

type Drawn = Partial<Element> & { type: Element['type'] };
const start: Drawn = { type: 'startEvent' };
const end: Drawn = { type: 'endEvent' };
const user: Drawn = { type: 'userTask' };
const none: Drawn = { type: 'task' };
const job: Drawn = { type: 'serviceTask', zf: { topic: 't' } };
const and: Drawn = { type: 'parallelGateway' };
const xor: Drawn = { type: 'exclusiveGateway' };
const inside = (scope: string, element: Drawn): Drawn => ({ ...element, scope });
const with_ = (element: Drawn, more: object): Drawn => ({ ...element, ...more }) as Drawn;
const event = (type: Element['type'], ...eventDefinitions: EventDefinition[]): Drawn =>
  ({ type, eventDefinitions }) as Drawn;
const boundary = (attachedToRef: string, definition: EventDefinition, cancelActivity = true): Drawn =>
  with_(event('boundaryEvent', definition), { attachedToRef, cancelActivity });
const message = (messageRef: string): EventDefinition => ({ type: 'messageEventDefinition', messageRef });
const signal = (signalRef: string): EventDefinition => ({ type: 'signalEventDefinition', signalRef });
const timer = (timeDuration: string): EventDefinition => ({ type: 'timerEventDefinition', timeDuration });
const cycle = (timeCycle: string): EventDefinition => ({ type: 'timerEventDefinition', timeCycle });
const condition = (text: string): EventDefinition => ({ type: 'conditionalEventDefinition', condition: text });
const error = (errorRef: string): EventDefinition => ({ type: 'errorEventDefinition', errorRef });
const escalation = (escalationRef: string): EventDefinition => ({ type: 'escalationEventDefinition', escalationRef });
const compensate = (activityRef?: string): EventDefinition => ({
  type: 'compensateEventDefinition',
  ...(activityRef && { activityRef }),
});
const codes = (...names: string[]): Partial<Definition> => ({
  errors: Object.fromEntries(names.map((id) => [id, { id, errorCode: id }])),
  escalations: Object.fromEntries(names.map((id) => [id, { id, escalationCode: id }])),
});
const declare = (...names: string[]): Partial<Definition> => ({
  zf: { variable: names.map((name) => ({ name, type: 'any' })) },
});
/** An activity that can be undone: `x`, its boundary `x_b`, its handler `x_undo`. */
const undoable = (id: string, scope?: string): Record<string, Drawn> => ({
  [id]: with_(job, scope ? { scope } : {}),
  [`${id}_b`]: with_(boundary(id, compensate()), { handler: `${id}_undo`, ...(scope && { scope }) }),
  [`${id}_undo`]: with_(job, { isForCompensation: true, ...(scope && { scope }) }),
});

const one = (name: string, definition: Definition, acts: string[]): Play => ({ name, definitions: [definition], acts });

const discriminator = draw(
  'p',
  {
    s: start,
    f: and,
    a: user,
    b: user,
    c: user,
    g: { type: 'complexGateway', activationCondition: '=activationCount >= 2' } as Drawn,
    d: user,
    late: user,
    e: end,
  },
  ['s->f', 'f->a', 'f->b', 'f->c', 'a->g', 'b->g', 'c->g', 'g->d', 'g->late: =not(waitingForStart)', 'd->e', 'late->e'],
);

const fork = draw('p', { s: start, f: and, a: user, b: user, j: and, c: user, e: end }, [
  's->f',
  'f->a',
  'f->b',
  'a->j',
  'b->j',
  'j->c',
  'c->e',
]);

export const plays: Play[] = [
  one('complex-gateway', discriminator, ['start', 'do a', 'do c', 'do b', 'do d', 'do late']),
  one(
    'complex-gateway-stuck',
    draw(
      'p',
      {
        s: start,
        f: and,
        a: user,
        b: user,
        g: { type: 'complexGateway', activationCondition: '=activationCount >= 3' } as Drawn,
        e: end,
      },
      ['s->f', 'f->a', 'f->b', 'a->g', 'b->g', 'g->e'],
    ),
    ['start', 'do a', 'do b', 'resolve continue'],
  ),
  one(
    'complex-gateway-default',
    draw(
      'p',
      {
        s: start,
        f: and,
        a: user,
        b: user,
        g: { type: 'complexGateway', activationCondition: '=activationCount >= 1', default: 'g_d' } as Drawn,
        d: user,
        late: user,
        e: end,
      },
      ['s->f', 'f->a', 'f->b', 'a->g', 'b->g', 'g->d: =true', 'g->late: =not(waitingForStart)', 'd->e', 'late->e'],
    ),
    ['start', 'do a', 'do b', 'do late', 'do d'],
  ),
  one(
    'complex-gateway-unreadable',
    draw(
      'p',
      {
        s: start,
        f: and,
        a: user,
        b: user,
        c: user,
        g: { type: 'complexGateway', activationCondition: '=activationCount >= wanted' } as Drawn,
        e: end,
      },
      ['s->f', 'f->a', 'f->b', 'f->c', 'a->g', 'b->g', 'c->g', 'g->e'],
    ),
    ['start', 'do a', 'do b', 'set {"wanted":2}', 'do c'],
  ),
  one(
    'terminate-within',
    draw(
      'p',
      {
        s: start,
        sub: { type: 'subProcess' } as Drawn,
        i: with_(start, { scope: 'sub' }),
        x: with_(event('endEvent', { type: 'terminateEventDefinition' }), { scope: 'sub' }),
        e: end,
      },
      ['s->sub', 'i->x', 'sub->e'],
    ),
    ['start'],
  ),
  one(
    'quantities',
    draw(
      'p',
      {
        s: start,
        f: and,
        a: user,
        b: user,
        c: with_(user, { startQuantity: 2, completionQuantity: 2 }),
        d: user,
        e: end,
      },
      ['s->f', 'f->a', 'f->b', 'a->c', 'b->c', 'c->d', 'd->e'],
    ),
    ['start', 'do a', 'do b', 'do c', 'do d', 'do d'],
  ),
  one(
    'several-triggers-thrown',
    draw(
      'p',
      {
        s: start,
        f: and,
        c: event('intermediateCatchEvent', signal('red')),
        h: end,
        t: event('intermediateThrowEvent', message('m'), signal('red'), escalation('E')),
        e: event('endEvent', signal('done'), { type: 'terminateEventDefinition' }),
        w: user,
      },
      ['s->f', 'f->c', 'f->t', 'f->w', 'c->h', 't->e'],
      codes('E'),
    ),
    ['start'],
  ),
  one(
    'several-triggers-caught',
    draw(
      'p',
      {
        s: start,
        any: event('intermediateCatchEvent', message('m'), signal('x'), timer('PT1H')),
        all: with_(event('intermediateCatchEvent', message('m'), signal('x')), { parallelMultiple: true }),
        e: end,
      },
      ['s->any', 'any->all', 'all->e'],
    ),
    ['start', 'signal x', 'signal x', 'message m'],
  ),
  one(
    'event-gateway-starts-parallel',
    draw(
      'p',
      {
        g: { type: 'eventBasedGateway', instantiate: true, eventGatewayType: 'Parallel' } as Drawn,
        m: event('intermediateCatchEvent', message('order')),
        n: event('intermediateCatchEvent', message('payment')),
        j: and,
        a: user,
        e: end,
      },
      ['g->m', 'g->n', 'm->j', 'n->j', 'j->a', 'a->e'],
    ),
    ['begin order {"no":7}', 'message payment {"paid":true}', 'do a'],
  ),
  one(
    'receive-task-starts',
    draw('p', { r: { type: 'receiveTask', messageRef: 'hello', instantiate: true } as Drawn, a: user, e: end }, [
      'r->a',
      'a->e',
    ]),
    ['begin hello {"who":"li"}', 'do a'],
  ),
  one(
    'conditional-start',
    draw('p', { s: event('startEvent', condition('=load > 5')), a: user, e: end }, ['s->a', 'a->e'], declare('load')),
    ['evaluate {"load":3}', 'evaluate {"load":9}', 'do a'],
  ),
  one(
    'conditional-boundary-rises',
    draw(
      'p',
      { s: start, a: user, b: boundary('a', condition('=stock < 3'), false), w: none, e: end, e2: end },
      ['s->a', 'b->w', 'w->e2', 'a->e'],
      declare('stock'),
    ),
    ['start {"stock":5}', 'set {"stock":2}', 'set {"stock":1}', 'set {"stock":9}', 'set {"stock":0}', 'do a'],
  ),
  one(
    'cycle-ends',
    draw(
      'p',
      { s: start, a: user, b: boundary('a', cycle('R/PT1H/2026-01-05T14:30:00Z'), false), w: none, e: end, e2: end },
      ['s->a', 'b->w', 'w->e2', 'a->e'],
    ),
    ['start', 'wait PT1H', 'wait PT5H', 'do a'],
  ),
  one(
    'cron-and-missed',
    draw(
      'p',
      {
        s: start,
        a: user,
        all: boundary('a', cycle('0 0 * * * ?'), false),
        once: with_(boundary('a', cycle('0 0 * * * ?'), false), { zf: { missed: 'once' } }),
        skip: with_(boundary('a', cycle('0 0 * * * ?'), false), { zf: { missed: 'skip' } }),
        w: none,
        e: end,
        e2: end,
      },
      ['s->a', 'all->w', 'once->w', 'skip->w', 'w->e2', 'a->e'],
    ),
    ['start', 'wait PT1H', 'wait PT3H30M', 'do a'],
  ),
  one(
    'inclusive-join-waits-for-boundary',
    draw(
      'p',
      {
        s: start,
        f: { type: 'inclusiveGateway' },
        a: user,
        b: user,
        bb: boundary('b', message('m'), false),
        x: none,
        j: { type: 'inclusiveGateway' },
        c: user,
        e: end,
      },
      ['s->f', 'f->a', 'f->b', 'a->j', 'bb->x', 'x->j', 'b->j', 'j->c', 'c->e'],
    ),
    ['start', 'do a', 'message m', 'do b', 'do c'],
  ),
  one(
    'parallel-join-counts-flows',
    draw('p', { s: start, f: and, x: xor, a: user, b: user, c: user, j: and, d: user, e: end }, [
      's->f',
      'f->a',
      'f->b',
      'f->c',
      'a->x',
      'b->x',
      'x->j',
      'c->j',
      'j->d',
      'd->e',
    ]),
    ['start', 'do a', 'do b', 'do c', 'do d'],
  ),
  one(
    'no-way-open',
    draw('p', { s: start, x: xor, a: user, b: user }, ['s->x', 'x->a: =n > 5', 'x->b: =n < 3'], declare('n')),
    ['start {"n":4}', 'resolve retry {"n":9}', 'do a'],
  ),
  one(
    'loop-without-wait',
    draw(
      'p',
      { s: start, m: xor, a: none, x: xor, e: end },
      ['s->m', 'm->a', 'a->x', 'x->e: =stop', 'x->m: =not(stop)'],
      declare('stop'),
    ),
    ['start {"stop":false}'],
  ),
  one(
    'error-inner-before-outer',
    draw(
      'p',
      {
        s: start,
        sub: { type: 'subProcess' },
        si: inside('sub', start),
        v: inside('sub', job),
        vb: with_(boundary('v', error('OTHER')), { scope: 'sub' }),
        ve: inside('sub', end),
        esp: with_({ type: 'subProcess', triggeredByEvent: true } as Drawn, { scope: 'sub' }),
        es: inside('esp', event('startEvent', error('E'))),
        eu: inside('esp', user),
        ee: inside('esp', end),
        ob: boundary('sub', error('E')),
        after: user,
        caught: user,
        e: end,
      },
      ['s->sub', 'si->v', 'v->ve', 'vb->ve', 'es->eu', 'eu->ee', 'sub->after', 'ob->caught', 'after->e', 'caught->e'],
      codes('E', 'OTHER'),
    ),
    ['start', 'error v E', 'do eu', 'do after'],
  ),
  one(
    'error-uncaught',
    draw(
      'p',
      { s: start, f: and, v: job, a: user, e: end, x: event('endEvent', error('LAST')) },
      ['s->f', 'f->v', 'f->a', 'v->e', 'a->x'],
      codes('LAST'),
    ),
    ['start', 'error v NOBODY', 'do a'],
  ),
  one(
    'escalation-beside',
    draw(
      'p',
      {
        s: start,
        sub: { type: 'subProcess' },
        si: inside('sub', start),
        t: inside('sub', event('intermediateThrowEvent', escalation('LATE'))),
        a: inside('sub', user),
        ee: inside('sub', event('endEvent', escalation('OTHER'))),
        b: boundary('sub', escalation('LATE'), false),
        told: user,
        e: end,
        e2: end,
      },
      ['s->sub', 'si->t', 't->a', 'a->ee', 'sub->e', 'b->told', 'told->e2'],
      codes('LATE', 'OTHER'),
    ),
    ['start', 'do a', 'do told'],
  ),
  one(
    'event-sub-process-interrupts',
    draw(
      'p',
      {
        s: start,
        f: and,
        a: user,
        b: user,
        esp: { type: 'subProcess', triggeredByEvent: true } as Drawn,
        es: inside('esp', event('startEvent', message('stop'))),
        eu: inside('esp', user),
        ee: inside('esp', end),
        beside: { type: 'subProcess', triggeredByEvent: true } as Drawn,
        bs: with_(inside('beside', event('startEvent', message('note'))), { isInterrupting: false }),
        bu: inside('beside', user),
        be: inside('beside', end),
        e: end,
      },
      ['s->f', 'f->a', 'f->b', 'a->e', 'b->e', 'es->eu', 'eu->ee', 'bs->bu', 'bu->be'],
    ),
    ['start', 'message note', 'message note', 'do bu', 'message stop', 'message note', 'do eu'],
  ),
  one(
    'compensation-order',
    draw(
      'p',
      {
        s: start,
        ...undoable('one'),
        f: and,
        ...undoable('two'),
        ...undoable('three'),
        j: and,
        undo: event('intermediateThrowEvent', compensate()),
        e: end,
      },
      ['s->one', 'one->f', 'f->two', 'f->three', 'two->j', 'three->j', 'j->undo', 'undo->e'],
    ),
    ['start', 'job one', 'job two', 'job three', 'job two_undo', 'job three_undo', 'job one_undo'],
  ),
  one(
    'compensation-sees-the-past',
    draw(
      'p',
      {
        s: start,
        ...undoable('one'),
        change: { type: 'scriptTask', script: '=n + 1', zf: { resultVariable: 'n' } } as Drawn,
        undo: event('endEvent', compensate('one')),
      },
      ['s->one', 'one->change', 'change->undo'],
      declare('n'),
    ),
    ['start {"n":1}', 'job one', 'job one_undo {"undone":true}'],
  ),
  one(
    'transaction-cancelled',
    draw(
      'p',
      {
        s: start,
        tx: { type: 'transaction' },
        si: inside('tx', start),
        ...undoable('pay', 'tx'),
        f: inside('tx', and),
        w: inside('tx', user),
        c: inside('tx', event('endEvent', { type: 'cancelEventDefinition' })),
        we: inside('tx', end),
        cb: boundary('tx', { type: 'cancelEventDefinition' }),
        sorry: user,
        e: end,
      },
      ['s->tx', 'si->pay', 'pay->f', 'f->w', 'f->c', 'w->we', 'tx->e', 'cb->sorry', 'sorry->e'],
    ),
    ['start', 'job pay', 'job pay_undo', 'do sorry'],
  ),
  one(
    'transaction-of-several-cancelled',
    draw(
      'p',
      {
        s: start,
        tx: {
          type: 'transaction',
          loopCharacteristics: { type: 'multiInstanceLoopCharacteristics', isSequential: false, loopCardinality: '3' },
        } as Drawn,
        si: inside('tx', start),
        ...undoable('pay', 'tx'),
        ask: inside('tx', user),
        x: with_(inside('tx', xor), { default: 'x_ok' }),
        ok: inside('tx', end),
        c: inside('tx', event('endEvent', { type: 'cancelEventDefinition' })),
        cb: boundary('tx', { type: 'cancelEventDefinition' }),
        sorry: user,
        e: end,
      },
      ['s->tx', 'si->pay', 'pay->ask', 'ask->x', 'x->ok', 'x->c: =no', 'tx->e', 'cb->sorry', 'sorry->e'],
      declare('no'),
    ),
    [
      'start {"no":false}',
      'job pay',
      'job pay',
      'job pay',
      'do ask',
      'do ask {"no":true}',
      'job pay_undo',
      'job pay_undo',
      'job pay_undo',
      'do sorry',
    ],
  ),
  {
    name: 'called-case-undone',
    definitions: [
      draw(
        'p',
        {
          s: start,
          c: { type: 'callActivity', calledElement: 'q' } as Drawn,
          a: user,
          undo: event('intermediateThrowEvent', compensate()),
          e: end,
        },
        ['s->c', 'c->a', 'a->undo', 'undo->e'],
      ),
      draw('q', { s: start, ...undoable('book'), ...undoable('ship'), e: end }, ['s->book', 'book->ship', 'ship->e']),
    ],
    acts: ['start p', 'job book', 'job ship', 'do a', 'job ship_undo', 'job book_undo'],
  },
  {
    name: 'called-case-raises',
    definitions: [
      draw(
        'p',
        {
          s: start,
          c: {
            type: 'callActivity',
            calledElement: 'q',
            zf: { input: [{ source: '=n', target: 'm' }], output: [{ source: '=k', target: 'r' }] },
          } as Drawn,
          eb: boundary('c', escalation('TELL'), false),
          xb: boundary('c', error('BAD')),
          told: user,
          bad: user,
          e: end,
        },
        ['s->c', 'c->e', 'eb->told', 'told->e', 'xb->bad', 'bad->e'],
        { ...codes('TELL', 'BAD'), ...declare('n', 'r') },
      ),
      draw(
        'q',
        {
          s: start,
          t: event('intermediateThrowEvent', escalation('TELL')),
          a: user,
          x: event('endEvent', error('BAD')),
        },
        ['s->t', 't->a', 'a->x'],
        { ...codes('TELL', 'BAD'), ...declare('m', 'k') },
      ),
    ],
    acts: ['start p {"n":5}', 'do a', 'do told', 'do bad'],
  },
  one(
    'ad-hoc',
    draw(
      'p',
      {
        s: start,
        h: { type: 'adHocSubProcess', ordering: 'Sequential', completionCondition: '=done' } as Drawn,
        a: inside('h', user),
        b: inside('h', user),
        b2: inside('h', user),
        e: end,
      },
      ['s->h', 'b->b2', 'h->e'],
      declare('done'),
    ),
    ['start {"done":false}', 'activate h b', 'activate h a', 'do b', 'do b2', 'activate h a', 'do a {"done":true}'],
  ),
  one(
    'standard-loop',
    draw(
      'p',
      {
        s: start,
        a: {
          type: 'userTask',
          loopCharacteristics: {
            type: 'standardLoopCharacteristics',
            testBefore: false,
            loopCondition: '=again',
            loopMaximum: 3,
          },
        } as Drawn,
        e: end,
      },
      ['s->a', 'a->e'],
      declare('again'),
    ),
    ['start {"again":true}', 'do a', 'do a', 'do a'],
  ),
  one(
    'multi-instance-collects',
    draw(
      'p',
      {
        s: start,
        a: {
          type: 'userTask',
          loopCharacteristics: {
            type: 'multiInstanceLoopCharacteristics',
            isSequential: false,
            completionCondition: '=numberOfCompletedInstances >= 2',
            zf: { collection: '=names', item: 'name', collect: '=name + "!"', collectInto: 'said' },
          },
        } as Drawn,
        e: end,
      },
      ['s->a', 'a->e'],
      declare('names', 'said'),
    ),
    ['start {"names":["li","wang","zhao"]}', 'do a', 'do a'],
  ),
  one(
    'links',
    draw(
      'p',
      {
        s: start,
        a: user,
        t: event('intermediateThrowEvent', { type: 'linkEventDefinition', name: 'L' }),
        c: event('intermediateCatchEvent', { type: 'linkEventDefinition', name: 'L' }),
        e: end,
      },
      ['s->a', 'a->t', 'c->e'],
    ),
    ['start', 'do a'],
  ),
  one(
    'late-result-of-a-cancelled-call',
    draw('p', { s: start, ...undoable('reserve'), tb: boundary('reserve', timer('PT1M')), a: user, e: end }, [
      's->reserve',
      'reserve->e',
      'tb->a',
      'a->e',
    ]),
    ['start', 'wait PT2M', 'do a'],
  ),
  one(
    'late-result-undone-by-itself',
    draw(
      'p',
      {
        s: start,
        ...undoable('reserve'),
        reserve: { type: 'serviceTask', zf: { topic: 't', compensateLate: true } },
        tb: boundary('reserve', timer('PT1M')),
        a: user,
        e: end,
      },
      ['s->reserve', 'reserve->e', 'tb->a', 'a->e'],
    ),
    ['start', 'wait PT2M', 'late k3 {"stock":7}', 'job reserve_undo', 'do a'],
  ),
  one(
    'multi-instance-throws',
    draw(
      'p',
      {
        s: start,
        a: {
          type: 'userTask',
          loopCharacteristics: {
            type: 'multiInstanceLoopCharacteristics',
            isSequential: false,
            loopCardinality: '2',
            behavior: 'One',
            oneBehaviorEvent: escalation('FIRST'),
          },
        } as Drawn,
        b: boundary('a', escalation('FIRST'), false),
        told: user,
        e: end,
        e2: end,
      },
      ['s->a', 'a->e', 'b->told', 'told->e2'],
      codes('FIRST'),
    ),
    ['start', 'do a', 'do a', 'do told'],
  ),
  one(
    'global-task-and-computed-message',
    draw(
      'p',
      {
        s: start,
        c: { type: 'callActivity', calledElement: 'ask' } as Drawn,
        m: event('intermediateCatchEvent', message('told')),
        e: end,
      },
      ['s->c', 'c->m', 'm->e'],
      {
        globalTasks: { ask: { id: 'ask', type: 'userTask', name: 'Ask' } },
        messages: { told: { id: 'told', name: '="told-" + no' } },
        ...declare('no'),
      },
    ),
    ['start {"no":"7"}', 'do c', 'message told-7'],
  ),
  one(
    'suspended-and-resumed',
    draw(
      'p',
      {
        s: start,
        f: and,
        a: { ...user, zf: { deadline: [{ kind: 'resolution', target: 'PT2H', steps: [] }] } } as Drawn,
        ab: boundary('a', timer('PT1H'), false),
        r: none,
        v: job,
        m: event('intermediateCatchEvent', message('m')),
        d: event('intermediateCatchEvent', { type: 'timerEventDefinition', timeDate: '2026-01-05T13:00:00Z' }),
        e: end,
      },
      ['s->f', 'f->a', 'f->v', 'f->m', 'f->d', 'ab->r', 'r->e', 'a->e', 'v->e', 'm->e', 'd->e'],
    ),
    [
      'start',
      'wait PT20M',
      'suspend',
      'do a',
      'job v {"x":1}',
      'message m {"y":2}',
      'suspend',
      'wait PT5H',
      'resume',
      'resume',
      'wait PT39M',
      'wait PT1M',
      'do a',
    ],
  ),
  one(
    'moved',
    draw(
      'p',
      {
        s: start,
        a: user,
        sub: { type: 'subProcess' },
        si: inside('sub', start),
        b: inside('sub', user),
        c: inside('sub', user),
        se: inside('sub', end),
        sb: boundary('sub', timer('PT1H')),
        d: user,
        e: end,
      },
      ['s->a', 'a->sub', 'si->b', 'b->c', 'c->se', 'sub->d', 'sb->d', 'd->e'],
    ),
    [
      'start',
      'move a before c',
      'move c before sb',
      'move nobody before d',
      'move c before d',
      'move d before b',
      'move b after c',
      'do d',
    ],
  ),
  one('moved-into-a-join', fork, ['start', 'move a before j', 'move a onFlow j a_j', 'do b', 'do c']),
  one('moved-past-a-join', fork, [
    'start',
    'do a',
    'move b before c',
    'force b before c',
    'do c',
    'resolve continue',
    'do c',
  ]),
  {
    name: 'a-call-maps-both-ways',
    definitions: [
      draw(
        'p',
        {
          s: start,
          c: {
            type: 'callActivity',
            calledElement: 'q',
            loopCharacteristics: {
              type: 'multiInstanceLoopCharacteristics',
              isSequential: true,
              zf: { collection: '=items', item: 'item', collect: '=result', collectInto: 'results' },
            },
            zf: {
              prepare: [{ source: '=item + 1', target: 'own' }],
              input: [
                { source: '=own', target: 'a' },
                { source: '=item', target: 'b' },
                { source: '=nobody', target: 'c', optional: true },
              ],
              output: [
                { source: '=sum', target: 'result' },
                { source: '=items', target: 'none', optional: true },
                { source: '=a', target: 'inner', local: true },
              ],
              conclude: [{ source: '=inner + own', target: 'last' }],
            },
          } as Drawn,
          d: user,
          e: end,
        },
        ['s->c', 'c->d', 'd->e'],
        declare('items', 'results', 'result', 'last', 'none'),
      ),
      draw(
        'q',
        {
          s: start,
          t: { type: 'scriptTask', script: '=a * 10 + b', zf: { resultVariable: 'sum' } } as Drawn,
          u: user,
          e: end,
        },
        ['s->t', 't->u', 'u->e'],
      ),
    ],
    acts: ['start p {"items":[1,5]}', 'do u', 'do u', 'do d'],
  },
  {
    name: 'a-call-gives-back-what-is-not-there',
    definitions: [
      draw(
        'p',
        {
          s: start,
          c: { type: 'callActivity', calledElement: 'q', zf: { output: [{ source: '=found', target: 'x' }] } } as Drawn,
          e: end,
        },
        ['s->c', 'c->e'],
      ),
      draw('q', { s: start, u: user, e: end }, ['s->u', 'u->e']),
    ],
    acts: [
      'start p',
      'do u',
      'resolve retry',
      'set {"found":7}',
      'resolve retry',
      'start p',
      'do u',
      'resolve skip {"x":1}',
    ],
  },
  one(
    'ad-hoc-is-done-after-each',
    draw(
      'p',
      {
        s: start,
        h: { type: 'adHocSubProcess', completionCondition: '=done', cancelRemainingInstances: true } as Drawn,
        a: inside('h', user),
        b: inside('h', user),
        c: inside('h', user),
        d: user,
        e: end,
      },
      ['s->h', 'a->b', 'h->d', 'd->e'],
      { zf: { variable: [{ name: 'done', type: 'boolean' }] } },
    ),
    ['start {"done":false}', 'activate h a', 'activate h c', 'do a', 'do b {"done":true}', 'do d'],
  ),
  {
    name: 'an-end-of-the-whole-family',
    definitions: [
      draw('p', { s: start, f: and, c: { type: 'callActivity', calledElement: 'q' } as Drawn, u: user, e: end }, [
        's->f',
        'f->c',
        'f->u',
        'c->e',
        'u->e',
      ]),
      draw(
        'q',
        {
          s: start,
          f: and,
          a: user,
          b: user,
          x: event('endEvent', { type: 'terminateEventDefinition', terminateAll: true }),
          e: end,
        },
        ['s->f', 'f->a', 'f->b', 'a->x', 'b->e'],
      ),
    ],
    acts: ['start p', 'do a'],
  },
  {
    name: 'an-end-of-the-repetition-that-calls',
    definitions: [
      draw(
        'p',
        {
          s: start,
          c: {
            type: 'callActivity',
            calledElement: 'q',
            loopCharacteristics: { type: 'multiInstanceLoopCharacteristics', loopCardinality: '3' },
          } as Drawn,
          u: user,
          e: end,
        },
        ['s->c', 'c->u', 'u->e'],
      ),
      draw(
        'q',
        { s: start, a: user, x: event('endEvent', { type: 'terminateEventDefinition', terminateMultiInstance: true }) },
        ['s->a', 'a->x'],
      ),
    ],
    acts: ['start p', 'do a', 'do u'],
  },
  one(
    'thrown-beside-caught-by-its-neighbour',
    draw(
      'p',
      {
        s: start,
        u: user,
        e: end,
        esp: { type: 'subProcess', triggeredByEvent: true } as Drawn,
        es: inside('esp', with_(event('startEvent', message('m')), { isInterrupting: false })),
        ee: inside('esp', event('endEvent', escalation('E'))),
        beside: { type: 'subProcess', triggeredByEvent: true } as Drawn,
        bs: inside('beside', with_(event('startEvent', escalation('E')), { isInterrupting: false })),
        bu: inside('beside', user),
        be: inside('beside', end),
      },
      ['s->u', 'u->e', 'es->ee', 'bs->bu', 'bu->be'],
      codes('E'),
    ),
    ['start', 'message m', 'do bu', 'do u'],
  ),
  one(
    'runs-are-undone-when-all-are-over',
    draw(
      'p',
      {
        s: start,
        f: and,
        ...undoable('v'),
        v: with_(job, { loopCharacteristics: { type: 'multiInstanceLoopCharacteristics', loopCardinality: '2' } }),
        t: event('intermediateThrowEvent', compensate('v')),
        u: user,
        t2: event('intermediateThrowEvent', compensate('v')),
        e: end,
      },
      ['s->f', 'f->v', 'f->u', 'u->t', 't->e', 'v->t2', 't2->e'],
    ),
    ['start', 'job v', 'do u', 'job v', 'job v_undo', 'job v_undo'],
  ),
  one(
    'undone-from-an-event-sub-process',
    draw(
      'p',
      {
        s: start,
        ...undoable('v'),
        u: user,
        e: end,
        esp: { type: 'subProcess', triggeredByEvent: true } as Drawn,
        es: inside('esp', event('startEvent', message('m'))),
        ...undoable('w', 'esp'),
        et: inside('esp', event('endEvent', compensate())),
      },
      ['s->v', 'v->u', 'u->e', 'es->w', 'w->et'],
    ),
    ['start', 'job v', 'message m', 'job w', 'job w_undo', 'job v_undo'],
  ),
  one(
    'results-that-are-errors',
    draw(
      'p',
      {
        s: start,
        v: with_(job, { zf: { topic: 't', errorMap: [{ when: '=stock < 1', code: 'OUT' }] } }),
        vb: boundary('v', error('OUT')),
        n: user,
        e: end,
      },
      ['s->v', 'v->e', 'vb->n', 'n->e'],
      { ...codes('OUT'), ...declare('stock') },
    ),
    ['start', 'job v {"stock":0}', 'do n'],
  ),
  one(
    'a-start-that-cannot-be-armed',
    draw(
      'p',
      {
        s: start,
        u: user,
        e: end,
        esp: { type: 'subProcess', triggeredByEvent: true } as Drawn,
        es: inside('esp', event('startEvent', timer('=limit'))),
        ee: inside('esp', end),
      },
      ['s->u', 'u->e', 'es->ee'],
      declare('limit'),
    ),
    ['start', 'set {"limit":"PT1H"}', 'resolve retry', 'wait PT1H'],
  ),
];
