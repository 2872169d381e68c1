// What can be drawn, in the order a shop thinks of it; the palette, the append menu and the change menu share it.

import type { LucideIcon } from 'lucide-react';
import {
  Cog,
  CornerDownRight,
  Diamond,
  Mail,
  Rows3,
  Send,
  SquarePlus,
  StickyNote,
  Table2,
  Timer,
  User,
} from 'lucide-react';
import type { Element } from '../../bpmn/definition.ts';
import type { In } from '../../words/designer.ts';
import type { NodeSpec } from '../model/edit.ts';

export type Kind = {
  key: In<'palette'>;
  spec: NodeSpec | 'lane' | 'note';
  icon: LucideIcon | 'exclusive' | 'parallel' | 'event' | 'start' | 'end';
};

export const PALETTE: Kind[][] = [
  [
    { key: 'person', spec: { type: 'userTask' }, icon: User },
    { key: 'system', spec: { type: 'serviceTask' }, icon: Cog },
    { key: 'rules', spec: { type: 'businessRuleTask' }, icon: Table2 },
    { key: 'subProcess', spec: { type: 'subProcess' }, icon: SquarePlus },
  ],
  [
    { key: 'choice', spec: { type: 'exclusiveGateway' }, icon: 'exclusive' },
    { key: 'parallel', spec: { type: 'parallelGateway' }, icon: 'parallel' },
  ],
  [
    { key: 'start', spec: { type: 'startEvent' }, icon: 'start' },
    { key: 'timer', spec: { type: 'intermediateCatchEvent', definition: 'timerEventDefinition' }, icon: Timer },
    { key: 'message', spec: { type: 'intermediateCatchEvent', definition: 'messageEventDefinition' }, icon: Mail },
    { key: 'end', spec: { type: 'endEvent' }, icon: 'end' },
  ],
  [
    { key: 'lane', spec: 'lane', icon: Rows3 },
    { key: 'note', spec: 'note', icon: StickyNote },
  ],
];

/** Beyond the palette: reached by its search and by the menus. */
export const MORE: Kind[] = [
  { key: 'call', spec: { type: 'callActivity' }, icon: CornerDownRight },
  { key: 'send', spec: { type: 'sendTask' }, icon: Send },
  { key: 'script', spec: { type: 'scriptTask' }, icon: Cog },
  { key: 'inclusive', spec: { type: 'inclusiveGateway' }, icon: Diamond },
  { key: 'eventBased', spec: { type: 'eventBasedGateway' }, icon: Diamond },
  { key: 'messageStart', spec: { type: 'startEvent', definition: 'messageEventDefinition' }, icon: Mail },
  { key: 'timerStart', spec: { type: 'startEvent', definition: 'timerEventDefinition' }, icon: Timer },
  { key: 'errorEnd', spec: { type: 'endEvent', definition: 'errorEventDefinition' }, icon: 'end' },
  { key: 'terminateEnd', spec: { type: 'endEvent', definition: 'terminateEventDefinition' }, icon: 'end' },
  {
    key: 'compensate',
    spec: { type: 'intermediateThrowEvent', definition: 'compensateEventDefinition' },
    icon: 'event',
  },
  {
    key: 'anytimeMessage',
    spec: { type: 'subProcess', triggeredByEvent: true, definition: 'messageEventDefinition' },
    icon: SquarePlus,
  },
];

export const ALL: Kind[] = [...PALETTE.flat(), ...MORE];

const APPEND = [
  'person',
  'system',
  'rules',
  'choice',
  'parallel',
  'timer',
  'message',
  'eventBased',
  'subProcess',
  'call',
  'end',
];
export const APPENDABLE: Kind[] = APPEND.map((key) => ALL.find((kind) => kind.key === key)!);

/** What a node may be turned into. */
export function alternatives(element: Element): Kind[] {
  const pick = (...keys: string[]): Kind[] => ALL.filter(({ key }) => keys.includes(key));
  if (element.type === 'startEvent') return pick('start', 'messageStart', 'timerStart');
  if (element.type === 'endEvent') return pick('end', 'errorEnd', 'terminateEnd');
  if (element.type.endsWith('Gateway')) return pick('choice', 'parallel', 'inclusive', 'eventBased');
  if (element.type.startsWith('intermediate')) return pick('timer', 'message', 'compensate');
  if (element.type === 'boundaryEvent') return [];
  return pick('person', 'system', 'rules', 'send', 'script', 'call', 'subProcess');
}

export const DRAG_TYPE = 'application/x-zhangfa-node';
