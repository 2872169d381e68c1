// Work that is offered to a role, department or person that the shop does not have reaches nobody.

import type { Called, Message } from '../../words/message.ts';
import type { Participants } from '../definition.ts';
import { parseHead, parseUntil } from '../heads.ts';
import { meant } from '../lint-context.ts';
import { STICKY } from '../spread.ts';
import { knownNames } from './known-names.ts';
import { type Finding, type Rule, tell } from './survey.ts';

export const participantExists: Rule = (seen) => {
  const { process, elements, context, called } = seen;
  const names = knownNames(seen);
  const isWord = (word: string): boolean =>
    word === 'starter' || process.elements[word]?.type === 'userTask' || names.has(word);
  const look = (id: string, where: Called | Message, participants: Participants[] | undefined): Finding[] =>
    (participants ?? []).flatMap(({ rule, value }) => {
      const entries =
        rule === 'role'
          ? context.roles
          : rule === 'person'
            ? context.people
            : rule === 'department'
              ? context.departments
              : null;
      if (!entries || value.startsWith('=') || meant(entries, value)) return [];
      return [
        {
          element: id,
          message: tell(`participant-exists.${rule as 'role' | 'person' | 'department'}`, { where, value }),
        },
      ];
    });
  /** What is said in words of its own has to be one of them. */
  const isStrange = ({ rule, value }: Participants): boolean => {
    if (rule === 'handlerOf') return process.elements[value]?.type !== 'userTask';
    if (rule === 'headsUntil') return parseUntil(value) === undefined;
    if (rule !== 'head') return false;
    const head = parseHead(value);
    if (head && 'department' in head)
      return context.departments !== null && !meant(context.departments, head.department);
    return !head && !value.startsWith('=') && !names.has(value);
  };
  return [
    ...elements.flatMap((one) =>
      (one.zf?.participants ?? []).filter(isStrange).map(({ rule, value }) => ({
        element: one.id,
        message: tell(rule === 'handlerOf' ? 'participant-exists.handlerOf' : 'participant-exists.head', {
          where: called(one),
          value,
        }),
      })),
    ),
    ...elements.flatMap((one) => look(one.id, called(one), one.zf?.participants)),
    ...elements.flatMap((one) => look(one.id, called(one), spareOf(one.zf?.empty))),
    ...elements.flatMap((one) => {
      const key = one.zf?.spread?.startsWith(STICKY) ? one.zf.spread.slice(STICKY.length) : '';
      return key === '' || key.startsWith('=') || names.has(key)
        ? []
        : [{ element: one.id, message: tell('participant-exists.sticky', { where: called(one), word: key }) }];
    }),
    ...elements.flatMap((one) =>
      [...new Set((one.zf?.participants ?? []).flatMap(({ exclude = [] }) => exclude))]
        .filter((word) => !isWord(word))
        .map((word) => ({
          element: one.id,
          message: tell('participant-exists.exclude', { where: called(one), word }),
        })),
    ),
    ...Object.values(process.lanes).flatMap((lane) =>
      look(lane.id, tell('lane', { name: lane.name ?? lane.id }), lane.zf?.participants),
    ),
    ...(process.zf.department === undefined || !context.departments || meant(context.departments, process.zf.department)
      ? []
      : [
          {
            element: process.processId,
            message: tell('participant-exists.processDepartment', { value: process.zf.department }),
          },
        ]),
    ...(process.zf.starters ?? []).flatMap((ref) => {
      const isPerson = ref.startsWith('person:');
      const name = ref.replace(/^(role|person):/, '');
      const entries = isPerson ? context.people : context.roles;
      if (!entries || meant(entries, name)) return [];
      return [
        {
          element: process.processId,
          message: tell(isPerson ? 'participant-exists.starterPerson' : 'participant-exists.starterRole', { name }),
        },
      ];
    }),
  ];
};

/** Who does it where nobody is found, where that is said by name. */
function spareOf(empty = ''): Participants[] {
  const [, rule, value] = /^(person|role):(.+)$/.exec(empty) ?? [];
  return value === undefined ? [] : [{ rule: rule as 'person' | 'role', value }];
}
