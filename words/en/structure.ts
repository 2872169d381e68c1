import type { Same } from '../say.ts';
import type { structure as zh } from '../zh/structure.ts';

export const structure: Same<typeof zh> = {
  code: 'Code',
  nameField: 'Name',
  registerName: 'Name of the register',
  registerNameHint: 'Suppliers, for instance',
  key: 'Key',
  keyRule: 'Small letters, digits and -, a letter first; processes and imports know the register by it, and it stays.',
  list: 'List',
  tree: 'Tree (with parents)',
};
