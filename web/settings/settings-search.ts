// What the address of the settings says: which part of them.
export const SETTINGS_PARTS = ['shop', 'notices', 'outside', 'keys', 'audit'] as const;
type Part = (typeof SETTINGS_PARTS)[number];
export const FOR_ADMINS: ReadonlySet<Part> = new Set(['notices', 'keys', 'audit']);
export type SettingsSearch = { part?: Part | undefined };

export const readSettingsSearch = ({ part }: Record<string, unknown>): SettingsSearch =>
  SETTINGS_PARTS.includes(part as Part) && part !== 'shop' ? { part: part as Part } : {};
