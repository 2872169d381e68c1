import { like } from '../say.ts';
import type { lint as zh } from '../zh/lint.ts';

export const lint = like<typeof zh>()({
  'begins-itself':
    '{step} sends the very thing by which this process begins: each time it comes here, another one begins',
  'boundary-outgoing': 'Nothing follows {step}; connect what should be done',
  'business-rule-decision': '{step} names no decision table; choose or create one',
  'business-rule-decision.unknown': 'The decision table “{decision}” of {step} does not exist',
  'business-rule-decision.binding':
    '{step} asks “{decision}” of the shop, which can be used in its newest version or in one that is named; choose one of these',
  'business-rule-decision.version':
    '“{decision}”, which {step} asks, has no version {version}, or none that holds yet; choose another, or the newest',
  'condition-data':
    '{step} reads no data of the case: it is looked at once, as it is reached, and never again; let it read data too, or take a timer',
  'result-name':
    'The result {name} of {step} overwrites what the table itself looks at, so that it answers otherwise when asked again; call the result otherwise',
  'result-name.hides':
    'The result of {step} is called {name} and hides the parameters or the case from what follows; call it otherwise',
  'parameter-exists':
    'The parameter “{key}” that is read here does not exist; add it to the parameters, or change the name',
  'parameter-exists.blank':
    'The parameter “{key}” that is read here is blank; say its value in the parameters, then publish',
  'page-exists':
    '{step} is to show the page “{page}”, which this shop has not published; publish it, or take it from the step',
  'certificate-exists':
    '{step} is for who has the certificate of “{course}”, which no course of this shop gives: nobody could do it; publish its quiz, or take it from the step',
  'fix.withoutCertificate': 'Without the certificate of “{course}”',
  'fix.withoutPage': 'Without “{page}”',
  'register-exists':
    '{step} needs the register “{register}”, which this shop does not have; publish it first, or choose another',
  'register-exists.form':
    '“{field}” of the form “{form}” chooses from the register “{register}”, which is not published here; publish it, or take another',
  'register-exists.kept':
    '“{field}” of the form “{form}” uses “{name}”, which the register “{register}” does not have, or holds secret; take it out, or add it there',
  'register-exists.field':
    '{step} writes “{field}”, which the register “{register}” does not have; change the name, or add the field to the register first',
  'register-exists.find':
    '{step} looks for records by “{field}”, by which “{register}” cannot be searched; make that field findable, or look by another',
  'register-exists.subject': 'This process is about the register “{register}”, which this shop does not have',
  'secret-into-case':
    '{step} puts something secret into “{name}”, which is not declared secret: whoever sees the case would see it; declare it secret',
  'secret-into-case.field':
    '{step} asks for “{field}”, which is no secret field of the register “{register}”; take it out',
  'calendar-exists': '{step} counts by the calendar “{calendar}”, which this shop does not have; choose another',
  'calendar-year':
    'The calendar “{calendar}” does not know the public holidays of {year} yet and will count them as working days; upgrade the pack once they are announced, or enter them in the working hours of the settings',
  'call-binding': '{step} computes which process to call, so publishing cannot fix its version; the newest is called',
  'call-process': '{step} does not say which process to run',
  'call-process.each':
    '{step} does not say for which things to begin a case each: choose a register, or hand over a list (items)',
  'call-process.unpublished':
    '{step} runs the process “{key}”, which is not published; publish it first, or choose another',
  'call-version': '{step} does not say which version to call',
  'call-version.number': '{step} asks for version "{version}"; a version is a number from 1',
  'compensation-handler': '{step} leads to no undo step; connect it to what undoes the work',
  'connector-input': '{step} lacks “{name}” and cannot work without it; say where it comes from',
  'connector-input.formula':
    '“{name}” of {step} is the formula “{value}” and must be a text; in an address, a name in braces such as {example} stands for what is handed over',
  'connector-installed':
    '{step} uses “{worker}”, which is not installed here; choose another connector, or install it first',
  'dead-end': 'Nothing follows {step}; connect the next step, or end here on purpose',
  'decision-cell':
    '“{cell}” in {at}, “{column}”, of the decision table “{name}” is no data; put texts in quotes: "{cell}"',
  'decision-cell.default': 'the default',
  'decision-cell.foreign':
    '“{cell}” in {at}, “{column}”, of the decision table “{name}” is written for another system; write the cell anew',
  'decision-cell.row': 'row {row}',
  'decision-cell.unreadable':
    '“{cell}” in {at}, “{column}”, of the decision table “{name}” cannot be read; write the cell anew',
  'decision-table.any': 'any values',
  'decision-table.covered':
    'Rule {first} of the decision table “{name}” never gets its turn after rules {others}; move or remove it',
  'decision-table.gap': 'No rule of the decision table “{name}” covers {values}; add a rule or a default',
  'decision-table.never': 'Rule {first} of the decision table “{name}” can never hold; check its tests',
  'decision-table.overlap':
    'Rules {rules} of the decision table “{name}” hold at once for {values}; change their tests or the hit policy',
  'duplicate-name': 'Two steps are called {step}; they cannot be told apart in a list',
  'event-wiring.alone': '{next} waits behind {gateway}; nothing else may lead to it',
  'event-wiring.cancel': 'A transaction has one cancel event; {step} is one too many',
  'event-wiring.error': '{step} does not say which error it reports',
  'event-wiring.link': 'There is no place that {step} could jump to',
  'event-wiring.transaction': '{step} makes sense in a transaction only',
  'event-wiring.undo': 'The step “{activity}” that {step} undoes is not in this process',
  'event-wiring.waits': 'Only events that wait can follow {gateway}; {next} is none',
  'expression-syntax': '“{text}” is not a valid expression; check brackets, quotes and operators',
  'expression-syntax.empty': 'The expression is empty; say when it holds',
  'expression-type':
    '“{operator}” puts {left} and {right} together, which never holds; use the same kind on both sides',
  'expression-type.condition': 'The condition of this way gives {kind}; it must answer yes or no',
  'expression-type.names':
    '“{operator}” puts {left} and {right} together ({names}), which never holds; use the same kind on both sides',
  'foreign-code': '{step} ran the code “{code}”, which does not exist here; bind a connector',
  'foreign-code.script': '{step} holds a {format} script, which is not run here; write it as FEEL, or leave it out',
  'foreign-code.scriptOfNone':
    '{step} holds a script without a language, which is not run here; write it as FEEL with a name for its result, or leave it out',
  'fork-and-join': '{step} both joins and splits; two of them are clearer',
  'form-fields.bounds':
    '“{field}” of the form “{form}” is at least {min} and at most {max}, which no value is; change them',
  'form-fields.option': 'Two options of “{field}” in the form “{form}” are “{again}”; change one',
  'form-fields.pattern':
    'The pattern “{pattern}” of “{field}” in the form “{form}” cannot be read, or not in one pass; write it anew',
  'form-fields.unread': 'In the form “{form}” {at} “{text}” cannot be read: {why}; write it anew',
  'form-fields.unknown':
    'In the form “{form}” {at} reads “{name}”, which neither the form nor the process has; rename it, or add it',
  'form-fields.circle':
    'In the form “{form}” the formula of “{field}” goes round to itself and is never computed; change it',
  'form-fields.right':
    'This step says who sees and fills in “{field}”, which the form “{form}” does not have; remove the rule or correct the name',
  'form-fields.at.field': 'the formula of “{field}”',
  'form-fields.at.rule': 'the condition of the rule “{rule}”',
  'form-fields.twice': 'Two fields of the form “{form}” are called “{id}”, one would overwrite the other; rename one',
  'shared-field':
    '“{field}” of the form “{form}” and “{other}” of the form “{first}” are both kept as “{id}”: the later answer overwrites the earlier; rename one',
  'gateway-condition': 'The way to {way} out of {step} has no condition; say when it is taken, or make it the default',
  'gateway-default': 'When none of the {count} conditions of {step} holds there is nowhere to go; choose a default',
  'implicit-fork':
    '{count} ways leave {step} and are all taken at once: {next}; keep one for one after the other, or draw a parallel split',
  'imported-expression': '“{value}” is written for another system and could not be translated; write it anew',
  'instance-count': '{step} is done several times, but neither a list nor a number is given',
  'last-answer': '{step} is done several times and nobody gathers {fields}: who answers last overwrites the others',
  'last-answer.read': '“{field}” of {asked} is gathered in “{list}” and no longer there by itself; read “{list}” here',
  'loop-end': '{step} repeats for ever; give a condition or a maximum',
  'message-name.message': '{step} does not name its message; give it a name',
  'message-name.signal': '{step} does not name its signal; give it a name',
  'money-in-cents': '“{field}” is counted in cents: {number} here is {amount}',
  'named-person': '{step} names a person; on leave nobody takes over. A role is safer',
  'no-activity': 'Nothing is done in this process yet; click a step in the palette, or go on from the start',
  'not-carried-out': 'The {setting} of {where} is not carried out yet and would do nothing; remove it',
  'not-carried-out.deadline':
    'Only steps of people and steps that wait for something outside keep a time limit; remove that of {step}, or draw a timer at its edge',
  'not-carried-out.result':
    'The result of {step} is not put into “{name}”: the fields of the answer become data themselves; remove it, and map what is to have another name',
  'participant-exists.processDepartment':
    'This process belongs to the department “{value}”, which the shop does not have; choose one that it has',
  'participant-exists.department':
    '{where} is given to the department “{value}”, which this shop does not have; choose one that it has',
  'participant-exists.sticky':
    '{where} gives the same “{word}” to the same person, and nothing is called that here; name data that the case has',
  'participant-exists.exclude':
    '{where} excludes “{word}”, which is neither a step of people, nor `starter`, nor data of the process; change or remove it',
  'participant-exists.handlerOf':
    '{where} is for whoever did “{value}” last, and there is no such step of people; choose one',
  'participant-exists.head':
    '{where} is for the head “{value}”, which cannot be read or is not there; write starter+1, department:ID, or up to 3, top, role:ID',
  'participant-exists.person':
    '{where} is given to the person “{value}”, which this shop does not have; choose one that it has',
  'participant-exists.role':
    '{where} is given to the role “{value}”, which this shop does not have; choose one that it has',
  'participant-exists.starterPerson': 'The person “{name}” that may start this does not exist; choose one that does',
  'participant-exists.starterRole': 'The role “{name}” that may start this does not exist; choose one that does',
  'role-without-people': '{step} goes to “{roles}”, a role that nobody has yet; give it to somebody',
  'service-task-work': '{step} does not say what the system should do; choose a connector',
  'start-event': 'This process has no start; add one and connect it to the first step',
  'start-event.inside': 'There is no start inside {where}; add one and connect it to the first step',
  'start-event.several':
    'There are {count} plain starts in {where}, so it is unclear which one is meant; keep one, make the others message or timer starts',
  'stuck-join':
    '{step} waits for all ways, but only some of them are taken, so it waits for ever; join with a choice instead',
  'checklist-language':
    '{step} has {count} check(s) in Chinese and {other} in {language}; write one for each, in the same order, or none',
  'checklist-language.scripts':
    '{step} has {count} script(s) in Chinese and {other} in {language}; write one for each, in the same order, or none',
  'title-language':
    'Lists call the cases by Chinese words, and the process has a name in {language}; say the title in it, too',
  'value-language.reason':
    '{step} writes a reason in Chinese into the history of a record; say the “Reason, in English”, too',
  'value-language': '“{value}” of “{name}” has no words in {language}; say them with the data of the process',
  'text-variable': 'Nothing fills “{name}” in the texts of this step: people read a gap there; name data that there is',
  'timer-spec': 'The time “{text}” of {step} cannot be read',
  'timer-spec.empty': '{step} has no time; say after how long, or when',
  'unknown-function': 'There is no function “{name}”; check its name, or write it another way',
  'unknown-variable':
    'Nothing fills “{name}”, so it will be empty; check the name, or add it to the data of the process',
  'unknown-variable.askable':
    'Nothing fills “{name}”, so it will be empty; let the step before ask for it, check the name, or add it to the data of the process',
  'unknown-variable.meant': 'No data is called “{name}”; did you mean “{other}”',
  unreachable: 'No path leads to {step}; connect it or remove it',
  'deciding.idle': '{step} has a {setting}, which counts for nothing there; take it away, or let several people decide',
  'deciding.ratio': 'The ratio “{ratio}” of {step} cannot be reached or read; write 80% or >0.5',
  'deciding.recall':
    'The process can be recalled, but there is no form at its beginning to go back to; give the start a form, or do not offer recalling',
  'deciding.refusal':
    'Several people decide {step}, and nothing says what a refusal does; choose: the end, or ways that read the result',
  'deciding.neverRefused':
    'A way waits for {step} to be refused, but after a refusal nothing goes on there, so it is never taken',
  'deciding.unread':
    'A refusal of {step} is left to the ways behind it, and none reads “{name}”: a refusal goes the way of an agreement',
  'deciding.idleReturn':
    '{step} has a {setting}, but work cannot be sent back from there; take it away, or offer sending back',
  'deciding.target': '{step} sends work back to “{value}”, and no step of people is called that; choose another',
  'user-task-deadline': '“{target}” is no time limit for {step}; give minutes, hours or days',
  'ladder.at':
    'The limit of {step} acts at “{value}”, which is no time; write 80%, PT4H, -PT4H (before it is due) or +PT4H (after that)',
  'ladder.act':
    'The limit of {step} is to “{value}”, which nobody can; choose to remind, copy, report, hand over, agree, refuse or take another way',
  'ladder.nobody': 'The limit of {step} tells nobody at {at}; choose a role or a person',
  'ladder.vote':
    'The limit of {step} agrees or refuses, and nothing is decided there; take it away, or let the step decide',
  'ladder.reassign':
    'The limit of {step} hands it over, which cannot be done there: among several who decide only a person takes a place, and what waits for a message is nobody’s',
  'ladder.unheard':
    'The limit of {step} sets off “{code}”, and nothing in the process hears it; draw an escalation event at its edge',
  'ladder.cap':
    'The limit of {step} ends at “{value}” at the latest, which is no time; write a date, hours, or a formula for a date',
  'ladder.response': '{step} asks for somebody to take it up in time, and nobody does it; use a limit for being done',
  'ladder.pauses': '{step} stops the clock of “{value}”, which has none; choose a step with a limit, or take it away',
  'ladder.passes': '{step} is over at once, so no clock stands meanwhile; take it away',
  'ladder.cc': '{step} sends copies, which only steps of people do; take them away',
  'user-task-deadline.none': '{step} is done by a person and needs a time limit; “soon” is none',
  'user-task-form': '{step} has no form: it can only be submitted as done and keeps no data',
  'user-task-form.unknown': 'The form “{form}” of {step} does not exist; choose another or create it',
  'user-task-owner': 'Nobody owns {step}; choose a role or person, or put it into the lane of a role',
  'fix.useData': 'Use “{label}” ({id})',
  'fix.gather': 'Gather the answers in “{list}”',
  'fix.meant': 'Make it “{name}”',
  'fix.renameField': 'Call this one “{to}”',
  'fix.ask': 'Ask in {steps}',
  'fix.byPerson': 'Give it to people',
  'fix.call': 'Call it “{name}”',
  'fix.choice': 'Join with a choice',
  'fix.declare': 'Declare “{name}”',
  'fix.default': 'Make it the default',
  'fix.defaultWay': 'Default: {way}',
  'fix.end': 'Add an end',
  'fix.endRefused': 'End when refused',
  'fix.byWays': 'Let the ways behind it decide',
  'fix.fourHours': 'Set 4 hours',
  'fix.inclusive': 'Wait for those that come',
  'fix.noProgram': 'Leave the program out',
  'fix.noScript': 'Leave the script out',
  'fix.nothingSent': 'Send nothing',
  'fix.once': 'Do it once',
  'fix.quote': 'Make it the text "{word}"',
  'fix.remove': 'Remove',
  'fix.removeThis': 'Remove this one',
  'fix.takeAway': 'Remove it',
  'setting.anchor': 'anchor',
  'setting.cap': 'latest moment',
  'setting.dedupe': 'setting for somebody who is asked again',
  'setting.spread': 'setting for who of several gets it',
  'setting.empty': 'setting for nobody being found',
  'setting.hosting': 'hosting',
  'setting.guest': 'filling in by one outside',
  'setting.irreversible': 'mark “irreversible”',
  'setting.offset': 'offset',
  'setting.pauses': 'pause of the clock',
  'setting.recall': 'recall',
  'setting.onRefusal': 'setting for a refusal',
  'setting.ratio': 'ratio of agreement',
  'setting.result': 'name for the result',
  'setting.veto': 'veto',
  'setting.weight': 'number of votes',
  'setting.refusal': 'consequence of a refusal',
  'setting.required': 'mark “required”',
  'setting.starterApproves': 'setting for a starter who decides',
  'setting.steps': 'reminders and escalations',
  'setting.verbs': 'list of verbs',
  'setting.opinion': 'setting for what is said with words',
  'setting.returnTo': 'list of steps to send work back to',
  'setting.returnMode': 'setting for what comes after work was sent back',
  'setting.returnBy': 'setting for who may send work back',
  'setting.watch': 'list of fields that are looked at again',
  'kind.boolean': 'a yes or no',
  'kind.context': 'a group of data',
  'kind.date': 'a date',
  'kind.date and time': 'a date with a time',
  'kind.list': 'a list',
  'kind.number': 'a number',
  'kind.string': 'a text',
  'kind.time': 'a time',
  lane: 'The lane “{name}”',
  'next-step': 'the next step',
  'this-process': 'this process',
});
