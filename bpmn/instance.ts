// One case as plain data, what can happen to it (Occurrence), what it asks for (Command), what it remembers (Row).
// Everything here is serialisable; no index that can be rebuilt is stored (see draft.ts).

import type { DecisionVersions } from '../dmn/decision-version.ts';
import type { Instant, Value, Variables } from '../feel/value.ts';
import type { Message } from '../words/message.ts';
import type { Calendar } from './calendar.ts';
import type { HeadsAsked } from './heads.ts';
import type { Dates } from './parameters.ts';
import type { Facts, FactsAsked, Spread } from './spread.ts';
import type { Timer } from './timer.ts';
import type { Mode, ReturnMode, Slot, Tally, Verdict, Veto, Vote } from './votes.ts';

export type { Instant, Value, Variables };
export type TokenId = string;
export type ScopeId = string;
/** The scope of the case itself. */
export const ROOT: ScopeId = 'k0';
export type WaitId = string;

export type Instance = {
  case: string;
  definition: { key: string; version: number; sha256: string };
  coreVersion: number;
  businessKey?: string;
  /** Of the shop's stores the one that the case belongs to, with all that it calls; absent: the shop as a whole. */
  store?: string;
  parent?: { case: string; token: TokenId };
  root: string;
  startedAt: Instant;
  starter?: string;
  /** Number of the last history row; `record` compares it. */
  seq: number;
  nextId: number;
  status: 'running' | 'suspended' | 'ended';
  outcome?: Outcome | undefined;
  outcomeCode?: string | undefined;
  scopes: Record<ScopeId, Scope>;
  tokens: Record<TokenId, Token>;
  /** By `scope/gateway`: which tokens stand at which incoming flow, oldest first. */
  joins: Record<string, Record<string, TokenId[]>>;
  waits: Record<WaitId, Wait>;
  incidents: Record<string, Incident>;
  agenda: Work[];
  /** Work items since something outside happened: a run without any wait ends at a limit. */
  waitless: number;
  suspended?: Suspension | undefined;
  /** A called case that has ended and can be undone: its root scope and snapshots stay. */
  kept?: 'ended' | 'undoing' | undefined;
  /** Service calls that were cancelled and may yet answer, by wait: the element. Only those that could be undone. */
  cancelled?: Record<WaitId, string>;
  /** Decisions that have passed, in order, and who has agreed; only where the process asks nobody twice. */
  agreed?: { element: string; people: string[] }[] | undefined;
  /** Who has done the steps that others exclude, by element. */
  doers?: Record<string, string[]> | undefined;
  /** Steps that are done, by `scope/element`: where work can be sent back to. Only where some step may send it back. */
  trail?: Record<string, Passed> | undefined;
  /** Submissions that their writers may take back, the last; only while nothing that came of them has moved on. */
  done?: Done[] | undefined;
  /** Somebody has voted; only where that keeps the starter from recalling it. */
  spoken?: true | undefined;
  /** The step of people that was done last. */
  lastTask?: string;
  /** When each has last urged somebody. */
  urged?: Record<string, Instant>;
};

/** `code`: why it cannot be taken back, else `led`: the tasks that came of it, and how the step stood. */
export type Done = {
  task: WaitId;
  element: string;
  by: string;
  seq: number;
  led: WaitId[];
  code?: Refusal;
  /** Tokens that stand where it has led. */
  roots?: TokenId[];
  /** Those of them that stand in joins. */
  joining?: TokenId[];
  wait?: Extract<Wait, { kind: 'userTask' }>;
  token?: Token;
  /** Of one of several: the others before he spoke (where they go on, only how many), the token around them, and, if decided, the runs open. */
  body?: Body;
  live?: number[];
  around?: Token;
  /** What he said has decided it for all. */
  decided?: true;
};

/** The last time that a step was done. */
export type Passed = {
  startSeq: number;
  endSeq: number;
  at: Instant;
  by?: string;
  /** Of a decision that passed, where the step watches fields: who agreed, and the fields as they were. */
  votes?: Vote[];
  watched?: Variables;
  /** Is on its way again: where the watched fields are as they were, those who agreed agree by themselves. */
  again?: true;
};

export type Outcome = 'completed' | 'terminated' | 'cancelled' | 'error' | 'refused' | 'voided';
export type Suspension = {
  since: Instant;
  by?: string;
  reason?: string;
  remaining: Record<WaitId, number>;
  buffer: Occurrence[];
};

export type Scope = {
  id: ScopeId;
  /** The element that this is a run of; the process itself for the root. */
  element: string;
  kind: 'process' | 'subProcess' | 'transaction' | 'adHoc' | 'eventSubProcess' | 'body' | 'handler' | 'snapshot';
  parent?: ScopeId;
  /** The token that stands for this scope in the parent; none for the root, event sub-processes and snapshots. */
  owner?: TokenId;
  state: 'active' | 'completing' | 'interrupted' | 'cancelling';
  variables: Variables;
  /** Tokens + child scopes; at 0 the scope is over. */
  live: number;
  startSeq: number;
  compensation: Entry[];
  /** Where what runs inside can be undone as one: the keys of its service calls that came back. Of a snapshot: those that its handler undoes. */
  calls?: string[];
  body?: Body;
  /** Complex gateways that have fired and wait for their reset: the flows of which they took a token. */
  resets?: Record<string, string[]>;
};

/** Several runs of one activity: multi-instance, standard loop, several people. */
export type Body = {
  sequential: boolean;
  loop: boolean;
  total: number;
  started: number;
  completed: number;
  terminated: number;
  items?: Value[];
  /** By the run's number, from 0. */
  results?: Variables;
  /** What people have filled in in the runs, the last answer of each name. */
  answers?: Variables;
  /** Where people decide: who is asked, by the run's number, and who has voted, in order. */
  slots?: Slot[];
  votes?: Vote[];
  /** Of people who are asked beside those whom the step names: how many of them are needed. */
  policy?: Mode;
  /** They are asked before or after the one below whose place they stand; `held`: his vote, which waits for them. */
  signers?: { where: 'before' | 'after'; held?: Held; rest?: After[] };
  /** Runs whose results stand, where the step was sent back and begins once more. */
  stands?: number[];
};

/** Who has agreed, and in whose place. */
export type Held = { person: string; for?: string; comment?: string };
/** To be asked once whoever wants them has agreed. */
export type After = { people: string[]; mode: Mode; by: string };

/** Of several people: those whom one rule names. References as in `createTask`. */
export type Asked = {
  refs: string[];
  heads?: HeadsAsked;
  weight?: number;
  veto?: Veto;
  /** Whoever looks after this process. */
  owner?: string;
  /** Only where the others name nobody. */
  spare?: true;
  /** Asked in the place of the starter, who would decide what he has begun. */
  instead?: true;
  /** Who is named here is not asked, whatever the others say. */
  out?: true;
  /** What has to be known of them, to choose among them. */
  facts?: FactsAsked;
};
/** `for`: who is away, and is stood in for. */
export type Resolved = { person: string; for?: string; facts?: Facts };

export type Token = {
  id: TokenId;
  node: string;
  via?: string;
  scope: ScopeId;
  state:
    | 'moving'
    | 'active'
    | 'waiting'
    | 'parked'
    | 'joining'
    | 'completing'
    | 'raising'
    | 'compensating'
    | 'incident';
  /** The activity's own variables: mapped inputs, loop counter, item. */
  locals?: Variables;
  /** Of a run of a repetition: its number, from 0. */
  run?: number;
  /** The person whom somebody has chosen, where the model named nobody who is here. */
  assigned?: string;
  /** Whom the directory has named for those of its rules that it was asked for. */
  found?: string[][] | undefined;
  /** How the one who does it alone has decided. */
  vote?: Vote;
  /** What the step has come to, until the token leaves it. */
  verdict?: 'agree' | 'refuse';
  /** Its inputs are to be read again before it acts. */
  reads?: true;
  startSeq: number;
  child?: ScopeId;
  /** A compensation throw at work: what is still to undo, what is being undone. */
  undo?: {
    pending: Entry[];
    running: { scope: ScopeId; startSeq: number; case?: string }[];
    cancel?: boolean;
    /** What comes after: a step that begins once more, or the flows of the one where the token stands. */
    next?: { to: string; variables?: Variables | undefined } | 'leave' | 'void';
  };
  /** What the case that it has called gave back, until it is mapped. */
  returned?: Variables;
  /** The case it has called, which ended with work that can be undone. */
  undoable?: string;
  /** Of an activity that can be undone: the keys of its service calls that came back. */
  calls?: string[];
  /** What it has thrown to the caller and not been answered; `for` = the called case it passed on. */
  raising?: {
    kind: 'error' | 'escalation';
    code: string;
    message?: string;
    thrower: string;
    end?: boolean;
    variables?: Variables;
    for?: { case: string; token: TokenId };
  };
  /** Carries an undoing nobody waits for. */
  helper?: true;
  /** How many triggers of its throwing event have been thrown. */
  thrown?: number;
  /** Waits, with all inside, for what is put right elsewhere. */
  parked?: Parked | undefined;
  /** Puts right what others wait for, and goes back to them. */
  correction?: Correction | undefined;
  /** The repetition as it stood when the step was sent back. */
  again?: Body;
};

/** `by`: the token that puts it right, else until nothing moves any more behind the step `from` in the branch that begins with this flow. */
export type Parked = ({ by: TokenId } | { branch: string; from: string }) & {
  /** The step inside, or the token itself, that sent the work back: it begins once more. */
  reopens: TokenId;
  /** Timers, stopped; and how much of its time is left to each clock. */
  timers: Wait[];
  remaining: Record<WaitId, number>;
  /** What came in meanwhile, in order. */
  buffer: Work[];
};

/** `straight`: whatever has changed. Else with a changed field everything since `startSeq` is done once more. */
export type Correction = {
  straight: boolean;
  /** Where it was sent back from. */
  from: string;
  /** Of the activation that the work was sent back to, and of the sending back itself: what lies between may have to be undone. */
  startSeq: number;
  untilSeq: number;
  /** Fields that the step which sent it back watches, as they were then. */
  watched: Variables;
};

/** Finished work that can be undone. Order is by startSeq and endSeq (BPMN 2.0.2 13.5.5). */
export type Entry = {
  activity: string;
  /** The handler to run; none = the inner entries. */
  handler?: string;
  kind: 'boundary' | 'eventSubProcess' | 'default' | 'case';
  startSeq: number;
  endSeq: number;
  /** Scope that keeps the variables as they were at completion. */
  snapshot: ScopeId;
  inner: Entry[];
  case?: string;
};

export type Wait = { id: WaitId; owner: { token: TokenId } | { scope: ScopeId }; element: string } & (
  | {
      kind: 'userTask';
      person?: string;
      /** Who has asked for an opinion and gets it back, the first first. */
      lent?: string[];
      /** Waits for those whom its holder has asked first. */
      held?: true;
      /** What they have said. */
      opinions?: Vote[];
      after?: [After, ...After[]];
      clocks?: Clock[];
      /** Somebody has been told that it is late. */
      escalated?: true;
      /** What others have been asked about it and have not answered. */
      questions?: Question[];
      excluded?: string[];
    }
  /** Time limits of the case itself, or of a step that waits for something outside. */
  | { kind: 'clock'; clocks: Clock[] }
  | { kind: 'job'; key: string; topic: string }
  /** `version`: of the calendar that it counts in. */
  | ({ kind: 'timer'; spec: string; version?: number } & Timer)
  | { kind: 'message'; name: string; key?: string }
  | { kind: 'signal'; name: string }
  | { kind: 'condition'; last: boolean; names: string[] }
  | { kind: 'trigger' }
  | { kind: 'call'; case: string }
  /** For the directory to say who they are; `gives`: they are to have this task. */
  | { kind: 'people'; asked: Asked[]; excluded: string[]; gives?: WaitId }
);

export type ClockKind = 'response' | 'resolution' | 'wait';
/**
 * A time limit that runs (core-semantics §4). `goal`: milliseconds of its calendar, or of all time; none: it is a date. `used` of them were
 * used up at `mark`, since when it runs; while it `stands` it does not: with the case or its step (`held`), or as others are waited for
 * (`paused`: the `cap` comes all the same). `next`: when it has something to do.
 */
export type Clock = {
  kind: ClockKind;
  /** Which of the limits that the step names. */
  rule: number;
  /** As the model says it. */
  spec: string;
  goal?: number;
  date?: Instant;
  calendar?: string;
  /** Of the calendar, by which `due` was counted. */
  version?: number;
  since: Instant;
  used: number;
  mark: Instant;
  due: Instant;
  cap?: Instant;
  met?: true;
  missed?: true;
  stands?: 'held' | 'paused';
  /** Rungs of its ladder that have had their turn, by number. */
  fired?: number[];
  next?: Instant;
};
/** 沟通: `by` has asked `to`. */
export type Question = { id: string; by: string; to: string };

export type IncidentKind =
  | 'noOutgoingFlow'
  | 'joinStuck'
  | 'unhandledError'
  | 'jobFailed'
  | 'jobRefused'
  | 'jobHopeless'
  | 'expression'
  | 'mapping'
  | 'assignment'
  | 'timerSpec'
  | 'loopWithoutWait'
  | 'decisionResultMapping'
  | 'decision'
  | 'missingDefinition'
  | 'correlation'
  | 'calledCaseCancelled'
  | 'noCancelBoundary'
  | 'returnTarget'
  | 'undoLateResult'
  | 'limit';

export type Phase = 'enter' | 'input' | 'act' | 'output' | 'leave';

export type Incident = {
  id: string;
  kind: IncidentKind;
  element: string;
  token?: TokenId;
  scope: ScopeId;
  phase: Phase;
  /** Names the culprit and the values seen (words/zh/incidents.ts); a text where whoever did the work said so. */
  message: Message | string;
  detail?: Value;
  at: Instant;
};

/** What an evaluation may know of the shop: versioned content, passed by reference by the host. */
export type Env = {
  calendars?: Record<string, Calendar>;
  /** What `shop` holds at all times. */
  parameters?: Variables;
  /** What it holds by its dates; these win. */
  dated?: Dates;
  /** Decision tables of the shop, by key. */
  decisions?: DecisionVersions;
  /** Counts the changes of all this. */
  revision?: number;
  /** The shop's: `+08:00`, or `@Asia/Shanghai`. UTC if absent. */
  zone?: string;
};

/** `from`: a token, or an element with all its tokens. `into`: the scope, where several run. `flow`: the way into a join. */
export type Move = {
  from: string;
  to: string;
  where: 'before' | 'after' | 'onFlow';
  flow?: string;
  into?: ScopeId;
};

/** Why a call failed, where it was no outage: nobody is there to do it, a person says it cannot be done, its inputs are no good,
 * or a repeat would come to the same. */
export type Because =
  | { is: 'nobody'; asked: string[] }
  | { is: 'person'; who: string }
  | { is: 'hopeless'; said: Message }
  | { is: 'data'; inputs: { name: string; label: { zh: string; en: string }; type: string }[] };

/**
 * `for`: whose task it was, where `by` stands in for somebody who is away. `submission`: digest of what was on screen and what was
 * filled in (proof/chain.ts); the rows of what somebody has done carry it.
 */
type At = { at: Instant; request?: string; by?: string; for?: string; reason?: string; submission?: string };
export type Occurrence = At &
  (
    | { type: 'started'; element?: string; variables?: Variables; event?: Variables }
    /** `guest`: one outside has filled it in, for whoever has it. */
    | {
        type: 'taskCompleted';
        task: WaitId;
        verdict?: Verdict;
        comment?: string;
        variables?: Variables;
        guest?: string;
      }
    /** 转办: another person, the same task; its clock runs on. `lacking`: the course whose certificate he has not, as the rim knows. */
    | { type: 'taskTransferred'; task: WaitId; to: string; lacking?: string; comment?: string }
    /** 委派: whoever gets it answers with an opinion, then it is again whose it was. */
    | { type: 'taskDelegated'; task: WaitId; to: string; comment?: string }
    /** 加签: `before` and `after` me, or `beside`. */
    | {
        type: 'signersAdded';
        task: WaitId;
        where: 'before' | 'after' | 'beside';
        mode?: 'all' | 'any' | 'order';
        people: string[];
        lacking?: string;
        comment?: string;
      }
    /** 减签; `manages`: as the rim knows. */
    | { type: 'signersRemoved'; task: WaitId; people: string[]; manages?: boolean; comment?: string }
    /** 退回: an earlier step is done once more. `confirm`: also where that takes work from others. */
    | {
        type: 'taskReturned';
        task: WaitId;
        to: string;
        mode?: ReturnMode;
        comment?: string;
        confirm?: boolean;
        variables?: Variables;
        /** That step is of a case around this one, which ends with it. */
        across?: true;
      }
    /** 催办, by its starter, or a manager (`manages`, as the rim knows). */
    | { type: 'taskUrged'; task: WaitId; manages?: boolean }
    /** Whoever could do it has opened or claimed it: a `response` limit is met. */
    | { type: 'taskTouched'; task: WaitId }
    /** 抄送: they may read along. People as references or ids. */
    | { type: 'copied'; people: string[]; task?: WaitId; comment?: string }
    /** 沟通: moves nothing. */
    | { type: 'asked'; task: WaitId; to: string; text: string }
    | { type: 'answered'; task: WaitId; text: string }
    /** Of its limit: due then, whatever the model says. */
    | { type: 'deadlineChanged'; task: WaitId; due: Instant; kind?: ClockKind }
    /** Working time is another from now on; `env` knows it. */
    | { type: 'calendarChanged'; calendar: string }
    /** 拿回: what I have done is mine again. `touched`: tasks of the case that somebody has begun with. */
    | { type: 'taskTakenBack'; task: WaitId; touched?: WaitId[] }
    | { type: 'serviceCompleted'; wait: WaitId; variables?: Variables }
    | { type: 'serviceFailed'; wait: WaitId; message: string; detail?: Value; because?: Because }
    | { type: 'errorThrown'; wait: WaitId; code: string; message?: string; variables?: Variables }
    | { type: 'timerFired'; wait: WaitId }
    | { type: 'messageReceived'; wait: WaitId; message: string; variables?: Variables }
    | { type: 'signalReceived'; signal: string; variables?: Variables }
    | { type: 'triggered'; element: string; wait?: WaitId; variables?: Variables }
    | { type: 'variablesSet'; variables: Variables; scope?: ScopeId }
    | { type: 'adHocActivated'; element: string; activity: string }
    | { type: 'adHocCompleted'; element: string }
    | { type: 'calledEnded'; case: string; outcome: Outcome; variables: Variables; undoable?: true }
    | {
        type: 'calledRaised';
        case: string;
        token: TokenId;
        kind: 'error' | 'escalation';
        code: string;
        message?: string;
        variables?: Variables;
        /** The called case's variables as they are now. */
        returned: Variables;
      }
    /** Whoever works in a called case sends back to a step before the call. */
    | { type: 'calledReturned'; token: TokenId; to: string; comment?: string }
    | { type: 'raiseAnswered'; token: TokenId; handled: boolean; interrupted: boolean }
    | { type: 'callFailed'; token: TokenId; message: Message | string }
    | { type: 'undoAsked'; token: TokenId }
    | { type: 'calleeUndone'; case: string }
    /** `keep`: by its caller, who undoes what it has done so far. */
    | { type: 'caseCancelled'; outcome?: 'terminated'; keep?: true }
    | { type: 'repetitionEnded'; case: string; token: TokenId }
    /** 撤回, by its starter. */
    | { type: 'caseRecalled' }
    /** 作废. */
    | { type: 'caseVoided' }
    /** 唤醒: at these steps, else at the one that was done last. */
    | { type: 'caseRevived'; elements?: string[] }
    | { type: 'moved'; moves: Move[]; variables?: Variables; force?: boolean }
    | { type: 'suspended' }
    | { type: 'resumed' }
    | {
        type: 'incidentResolved';
        incident: string;
        action: 'retry' | 'skip' | 'throw' | 'continue';
        variables?: Variables;
        code?: string;
        /** Whose task it is from now on, where the incident is that nobody's could be found. */
        person?: string;
      }
    /** The directory has said whom a task is for, by rule; nobody at all is an incident. */
    | { type: 'peopleResolved'; task: WaitId; people: Resolved[][] }
    | { type: 'continued' }
  );
export type OccurrenceType = Occurrence['type'];

export type Answer = { ok: true } | { ok: false; code: Refusal; detail?: string };
export type Refusal =
  | 'notOpen'
  | 'suspended'
  | 'ended'
  | 'notSuspended'
  | 'alreadyStarted'
  | 'noStartEvent'
  | 'noSuchElement'
  | 'noSuchIncident'
  | 'notAllowed'
  | 'adHocSequentialBusy'
  | 'ambiguous'
  | 'noSuchToken'
  | 'targetBlocked'
  | 'needsFlow'
  | 'wouldStick'
  | 'excluded'
  | 'fourEyes'
  | 'alreadySigner'
  | 'uncertified'
  | 'opinionMissing'
  | 'depth'
  | 'targetNotPassed'
  | 'targetOpen'
  | 'targetInLoop'
  | 'targetInCaller'
  | 'targetInEndedCall'
  | 'targetInEvent'
  | 'cancelsOthers'
  | 'irreversible'
  | 'nextStarted'
  | 'alreadyJoined'
  | 'scopeEnded'
  | 'recallAtCaller'
  | 'notEnded'
  | 'tooSoon'
  | 'useBeforeAfter'
  | 'lastSigner'
  | 'alreadyActed'
  | 'parked'
  | 'busy';

/** A version of a process by number, or the newest that bears a tag; neither = the newest. */
export type Which = { version: number } | { tag: string };

/** What a list shows of a task's limits: the next instant that is not met, `response` where somebody has only to look by then; or how much is left while it stands. */
export type Shown = { due?: Instant; response?: true; left?: number; escalated?: true };

type To = { seq: number; token?: TokenId };
export type Command = To &
  (
    | {
        type: 'createTask';
        task: WaitId;
        element: string;
        person?: string;
        /** Who is away, and is stood in for by `person`. */
        for?: string;
        /** Stands in for nobody here: nobody decides in another's name what he has begun himself. */
        notInstead?: string;
        /** By which rule it is `person`'s, of all to whom it is offered. */
        spread?: Spread;
        /** Who may take it: `role:…`, `department:…`, `person:…`, as the model names them. */
        offers: string[];
        /** People who may not do it, whatever they are offered. */
        excluded?: string[];
        clock?: Shown;
        priority?: number;
        locals?: Variables;
      }
    | { type: 'clockTask'; task: WaitId; clock: Shown }
    /** Back to all of these, whoever held it. */
    | { type: 'offerTask'; task: WaitId; offers: string[] }
    /** People are told something of it, or of the case; nobody named: whoever has it or may take it. */
    | { type: 'notify'; what: 'reminded' | 'escalated'; task?: WaitId; to: string[] }
    /** They may read the case; told once. */
    | { type: 'copy'; task?: WaitId; to: string[]; by?: string; comment?: string }
    /** `question`: of an answer, what it answers. */
    | { type: 'say'; task: WaitId; id: string; to: string; by: string; text: string; question?: string }
    /** `asker`: gets it back once `to` has said what he thinks. */
    | { type: 'giveTask'; task: WaitId; to: string; by?: string; comment?: string; asker?: string; for?: string }
    | { type: 'withdrawTask'; task: WaitId; why: string }
    /** Whoever holds it is told that somebody waits. */
    | { type: 'urgeTask'; task: WaitId; by: string }
    | { type: 'reopenTask'; task: WaitId }
    /** Nobody can do it until it is told to go on. */
    | { type: 'parkTask'; task: WaitId }
    | { type: 'unparkTask'; task: WaitId }
    | { type: 'closeTask'; task: WaitId; by?: string; request?: string; verdict?: string }
    | { type: 'resolvePeople'; wait: WaitId; asked: Asked[] }
    | {
        type: 'invokeService';
        wait: WaitId;
        element: string;
        key: string;
        topic: string;
        input: Variables;
        /** Who is to do it, where people do. */
        person?: string;
        retries?: number;
      }
    | { type: 'cancelService'; wait: WaitId }
    | { type: 'startTimer'; wait: WaitId; element: string; due: Instant }
    | { type: 'stopTimer'; wait: WaitId }
    | {
        type: 'subscribe';
        wait: WaitId;
        element: string;
        kind: 'message' | 'signal' | 'condition' | 'trigger';
        name: string;
        key?: string;
      }
    | { type: 'unsubscribe'; wait: WaitId }
    /** `ttl`: milliseconds for which it is kept where nobody waits. */
    | { type: 'publish'; element: string; message: string; key?: string; ttl?: number; variables: Variables }
    | { type: 'broadcast'; signal: string; businessKey?: string; variables: Variables }
    | {
        type: 'callProcess';
        wait: WaitId;
        element: string;
        case: string;
        process: string;
        which?: Which;
        businessKey?: string;
        variables: Variables;
      }
    | { type: 'cancelCase'; case: string; outcome?: 'terminated'; keep?: true }
    /** The repetition that called this case ends. */
    | { type: 'endRepetition'; parent: { case: string; token: TokenId } }
    | { type: 'suspendCase'; case: string }
    | { type: 'resumeCase'; case: string }
    /** Undo the finished work of a called case; it answers when it is done. */
    | { type: 'undoCase'; case: string }
    | { type: 'undone'; parent: { case: string; token: TokenId } }
    | {
        type: 'raise';
        parent: { case: string; token: TokenId };
        kind: 'error' | 'escalation';
        code: string;
        message?: string;
        variables: Variables;
        returned: Variables;
      }
    | { type: 'answerRaise'; case: string; token: TokenId; handled: boolean; interrupted: boolean }
    | { type: 'openIncident'; incident: Incident }
    | { type: 'closeIncident'; incident: string; why: string }
    | { type: 'continueStep' }
    | { type: 'record'; rows: Row[] }
    | {
        type: 'end';
        outcome: Outcome;
        code?: string;
        variables: Variables;
        parent?: { case: string; token: TokenId };
        undoable?: true;
      }
  );

export type RowKind =
  | 'caseStarted'
  | 'caseEnded'
  | 'entered'
  | 'completed'
  | 'cancelled'
  | 'armed'
  | 'triggered'
  | 'joined'
  | 'decided'
  | 'voted'
  | 'given'
  | 'returned'
  | 'urged'
  | 'touched'
  | 'copied'
  | 'asked'
  | 'answered'
  | 'clock'
  | 'acted'
  | 'takenBack'
  | 'recalled'
  | 'voided'
  | 'revived'
  | 'parked'
  | 'unparked'
  | 'written'
  | 'incident'
  | 'resolved'
  | 'raised'
  | 'compensated'
  | 'late'
  | 'limit'
  | 'moved'
  | 'kept'
  | 'suspended'
  | 'resumed';

export type Why =
  | { is: 'flow'; flow: string; condition: string; reads: Variables }
  | { is: 'default'; flow: string; tried: { flow: string; condition: string; reads: Variables }[] }
  | { is: 'noCondition'; flow: string }
  | { is: 'joined'; flows: string[]; tokens: TokenId[] }
  | {
      is: 'rule';
      decision: string;
      rules: string[];
      inputs: Variables;
      outputs: Value;
      shared?: SharedRule;
      /** Parameters of the shop that it weighs, as they stood: `shop.returns.days`. */
      reads?: Variables;
    }
  | { is: 'timer'; spec: string; due: Instant; calendar?: string; left?: number }
  | { is: 'condition'; condition: string; reads: Variables }
  | { is: 'message'; name: string; key?: string }
  | { is: 'signal'; name: string }
  | { is: 'caught'; code: string; thrower: string; catcher: string }
  | { is: 'uncaught'; code: string }
  | { is: 'person'; verb: string; comment?: string; for?: string; guest?: string; submission?: string }
  | { is: 'vote'; mode: string; result: 'agree' | 'refuse' | 'returned'; tally: Tally }
  | { is: 'spread'; by: Spread['by'] }
  | { is: 'correction'; from: string }
  | { is: 'service'; key: string }
  | { is: 'mapping'; targets: string[] }
  | { is: 'cancelledBy'; seq: number }
  | { is: 'compensation'; activity: string }
  | { is: 'limit'; what: string }
  | { is: 'operator'; verb: string; reason?: string };

/** Of a decision of the shop, as it was then: what it is called, its version, and the numbers of the rows that held. */
export type SharedRule = { name: { zh: string; en?: string }; version: number; rows: number[] };

export type Row = {
  seq: number;
  at: Instant;
  kind: RowKind;
  element?: string;
  token?: TokenId;
  scope?: ScopeId;
  by?: string;
  /** The row that made this one happen; rows form a tree. 0 for the first. */
  cause: number;
  why?: Why;
  data?: Value;
};

/** One unit of the agenda, done whole or not at all. Lowest class first, first in first out inside a class. */
export type Work = { cause: number } & (
  | { do: 'occurrence'; occurrence: Occurrence }
  | { do: 'fire'; wait: WaitId; variables?: Variables; why?: Why }
  | {
      do: 'raise';
      token: TokenId;
      kind: 'error' | 'escalation';
      code: string;
      message?: string;
      variables?: Variables;
      thrower: string;
      end?: boolean;
      for?: { case: string; token: TokenId };
      asked?: true;
      /** By a clock: the step itself does not go on with it. */
      beside?: true;
    }
  | { do: 'signal'; signal: string; variables?: Variables; waits: WaitId[] }
  /** Those that read one of the names (null = all), or the one just armed. */
  | { do: 'conditions'; scope: ScopeId; names: string[] | null; wait?: WaitId }
  | { do: 'enter'; token: TokenId; why?: Why; gathered?: true }
  | { do: 'act'; token: TokenId }
  | { do: 'complete'; token: TokenId; why?: Why }
  | { do: 'leave'; token: TokenId; why?: Why }
  /** A refusal leads back to an earlier step. */
  | { do: 'sendBack'; token: TokenId }
  /** Whom he has asked before or after himself have spoken. */
  | { do: 'signed'; token: TokenId }
  /** What was put right goes back to those who wait for it. */
  | { do: 'back'; token: TokenId; refused: boolean }
  | { do: 'end'; outcome: Outcome; why?: Why }
  | { do: 'next'; scope: ScopeId }
  | { do: 'undo'; token: TokenId }
  | { do: 'joins'; scope: ScopeId }
  | { do: 'scopeEnd'; scope: ScopeId }
);
