// Work that is offered to a role, department or person that the shop does not have reaches nobody.
import type { Participants } from '../definition.ts';
import { meant } from '../lint-context.ts';
import type { Finding, Rule } from './survey.ts';

export const participantExists: Rule = ({ process, elements, context, called }) => {
  const look = (id: string, where: { zh: string; en: string }, participants: Participants[] | undefined): Finding[] =>
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
      const what = WORDS[rule as keyof typeof WORDS];
      return [
        {
          element: id,
          zh: `${where.zh}要交给${what.zh}「${value}」，店里没有；选一个有的`,
          en: `${where.en} is given to the ${what.en} “${value}”, which this shop does not have; choose one that it has`,
        },
      ];
    });
  return [
    ...elements.flatMap((one) => look(one.id, called(one), one.zf?.participants)),
    ...Object.values(process.lanes).flatMap((lane) =>
      look(
        lane.id,
        { zh: `泳道「${lane.name ?? lane.id}」`, en: `The lane “${lane.name ?? lane.id}”` },
        lane.zf?.participants,
      ),
    ),
    ...(process.zf.starters ?? []).flatMap((ref) => {
      const isPerson = ref.startsWith('person:');
      const name = ref.replace(/^(role|person):/, '');
      const entries = isPerson ? context.people : context.roles;
      if (!entries || meant(entries, name)) return [];
      const what = WORDS[isPerson ? 'person' : 'role'];
      return [
        {
          element: process.processId,
          zh: `可以发起的${what.zh}「${name}」，店里没有；选一个有的`,
          en: `The ${what.en} “${name}” that may start this does not exist; choose one that does`,
        },
      ];
    }),
  ];
};

const WORDS = {
  role: { zh: '角色', en: 'role' },
  person: { zh: '人', en: 'person' },
  department: { zh: '部门', en: 'department' },
};
