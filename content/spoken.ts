// A process as pages may speak of it: its steps, and its data by whatever people call it.
import { dataCalled } from '../bpmn/data-called.ts';
import type { Definition } from '../bpmn/definition.ts';
import type { Form } from '../forms/form.ts';
import type { Spoken } from '../pages/problems.ts';

export const spokenOf = (definition: Definition, forms: Record<string, Form>): Spoken => ({
  key: definition.key,
  steps: Object.keys(definition.elements),
  data: [...dataCalled(definition, forms).keys()],
});
