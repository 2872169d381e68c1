import { like } from '../say.ts';
import type { content as zh } from '../zh/content.ts';

export const content = like<typeof zh>()({
  fieldTwice: 'Two fields have the id {field}; change one',
  unknownField: '{at} uses the field {field}, which is not there; choose another or bring it back',
  noKey: 'Records have no code: choose the field that names them, or give a series of numbers',
  keyNotText: '{field} names records, so it must be text',
  tooManyFinds: 'At most {most} findable fields may be {kind}; take some away',
  findsNot: '{field} is of a kind that cannot be found by',
  titleUnread: 'The formula of the title cannot be read: {why}',
  titleUnknown: 'The formula of the title uses {name}, which is not here; choose one of the fields',
  formulaUnread: 'The formula of {field} cannot be read: {why}',
  formulaCircle: 'The formula of {field} comes back to itself',
  formulaReadsShop: '{field} reads parameters, which change, so it cannot be findable',
  formulaUnknown: 'The formula of {field} reads {name}, which is no field',
  secretForNobody: '{field} is secret; say who may see it',
  noParent:
    'A tree needs a field that says what each record stands under: add a record field that chooses from this register',
  parentNot:
    '{field} cannot say what a record stands under: it must be one record of this register, seen by all, and not computed',
  treeOfSome: 'A tree is seen whole or not at all; let people see all records of it',
  noMeasures: 'A ledger needs the register whose records are its accounts, and what it measures',
  unknownRegister: '{field} needs the register {register}, which is not published',
  unknownMeasure: '{field} needs {measure}, which the ledger {ledger} does not have',
  verbMovesUnknown: 'The entry {verb} moves {measure}, which is no measure',
  unknownProcess: '{field} is changed by the process {process}, which is not published',
  numberUnread: 'The series {number} needs a place for digits: some 0 in braces',
  parameterWithin: 'There is a parameter {key}; one cannot stand within another',
  parameterValue: 'The value to begin with is not what this parameter allows',
  noRules: 'It has no rule; add the first',
  rowCells: 'Row {row} has not one cell for each column; remove it and write it anew',
  outputTwice: 'Two results are called {name}; rename one',
  outputName: 'No process can use the result {name}; use letters, digits and _, no digit first',
  askedBy: 'The process {process} asks it in its newest version, and would fail with this: {why}',
  'kind.text': 'text',
  'kind.number': 'numbers',
  'kind.date': 'days',
});
