// Two people on one draft: both keep what they did, unless it is the same thing.
import { describe, expect, it } from 'vitest';
import { blankModel } from '../../api/blank-model.ts';
import type { Content } from '../../designer/model/cure.ts';
import type { Edit } from '../../designer/model/edit.ts';
import { merged } from '../../designer/model/merge.ts';
import { createDesignerStore } from '../../designer/model/store.ts';

const base: Content = (() => {
  const store = createDesignerStore(blankModel('p', '新'));
  store.getState().run({ edit: 'append', from: 'start', type: 'userTask', name: '审核' });
  store.getState().run({ edit: 'append', from: 'userTask_1', type: 'userTask', name: '付款' });
  return { model: store.getState().model, forms: { f: { key: 'f', title: { zh: '表' }, fields: [] } } };
})();
const edited = (...edits: Edit[]): Content => {
  const store = createDesignerStore(base.model);
  for (const edit of edits) store.getState().run(edit);
  return { ...base, model: store.getState().model };
};
const names = ({ model }: Content): (string | undefined)[] =>
  Object.values(model.processes[0]!.elements).map(({ name }) => name);

describe('a draft that two people changed', () => {
  it('holds both where they touched different things', () => {
    const mine = edited({ edit: 'rename', id: 'userTask_1', name: '复审' });
    const theirs = edited({ edit: 'rename', id: 'userTask_2', name: '打款' }, { edit: 'addLane', name: '财务' });
    const { content, clashes } = merged(base, mine, theirs);
    expect(clashes).toEqual([]);
    expect(names(content)).toEqual(expect.arrayContaining(['复审', '打款']));
    expect(Object.values(content.model.processes[0]!.lanes)).toHaveLength(1);
  });

  it('says what both touched, and keeps mine', () => {
    const mine = edited({ edit: 'rename', id: 'userTask_1', name: '复审' });
    const theirs = edited(
      { edit: 'rename', id: 'userTask_1', name: '初审' },
      { edit: 'rename', id: 'userTask_2', name: '打款' },
    );
    const { content, clashes } = merged(base, mine, theirs);
    expect(clashes).toEqual(['userTask_1']);
    expect(names(content)).toEqual(expect.arrayContaining(['复审', '打款']));
  });

  it('is no quarrel where both did the same', () => {
    const both = edited({ edit: 'rename', id: 'userTask_1', name: '复审' });
    expect(merged(base, both, both)).toEqual({ content: both, clashes: [] });
  });

  it('tells of a line to what the other took away', () => {
    const mine = edited({ edit: 'append', from: 'userTask_2', type: 'serviceTask' });
    const theirs = edited({ edit: 'remove', ids: ['userTask_2'] });
    expect(merged(base, mine, theirs).clashes).not.toEqual([]);
  });

  it('keeps forms of both', () => {
    const field = (label: string) => ({ f: { key: 'f', title: { zh: label }, fields: [] } });
    const mine: Content = { ...base, forms: { ...base.forms, g: { key: 'g', title: { zh: '新表' }, fields: [] } } };
    const theirs: Content = { ...base, forms: field('改过') };
    expect(merged(base, mine, theirs)).toMatchObject({
      clashes: [],
      content: { forms: { f: { title: { zh: '改过' } }, g: { key: 'g' } } },
    });
    expect(merged(base, { ...base, forms: field('我的') }, theirs)).toMatchObject({
      clashes: ['f'],
      content: { forms: { f: { title: { zh: '我的' } } } },
    });
  });
});
