// Words of what a register consists of, and of the life of whatever a manager may change.
export const structure = {
  code: '编号',
  nameField: '名称',
  registerName: '台账叫什么',
  registerNameHint: '比如：供应商',
  key: '标识',
  keyRule: '小写字母、数字和 -，字母开头；流程和导入用它来找这本台账，建好以后不变。',
  list: '清单',
  tree: '树（有上下级）',
};
