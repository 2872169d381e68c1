// Files that are still on their way hold the submit back, wherever in the form they are.
import { createContext, useCallback, useMemo, useState } from 'react';

export type Going = { sending: number; failed: number };
type Report = (field: string, going: Going | undefined) => void;
export const UploadsReport = createContext<Report>(() => {});

export function useUploads(): Going & { report: Report } {
  const [fields, setFields] = useState<Record<string, Going>>({});
  const report = useCallback<Report>((field, going) => {
    setFields(({ [field]: _, ...others }) => (going ? { ...others, [field]: going } : others));
  }, []);
  return useMemo(() => {
    const all = Object.values(fields);
    const sum = (of: keyof Going): number => all.reduce((total, each) => total + each[of], 0);
    return { sending: sum('sending'), failed: sum('failed'), report };
  }, [fields, report]);
}
