// What an import answers, as the page reads it.
export const FATES = [
  'started',
  'already here',
  'refund requested',
  'refund already requested',
  'unmatched',
  'stock correction',
  'charges only',
  'refused',
] as const;
export type Fate = (typeof FATES)[number];
export type Report = {
  orders: number;
  cancellations: number;
  changed: number;
  invoices: { invoice: string; fate: Fate; why?: string }[];
  rows: { row: number; invoice: string; fate: string; why?: string }[];
};
