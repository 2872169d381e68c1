// The proleptic Gregorian calendar in whole days since 1970-01-01; years from -999999999 to 999999999.
export type Day = { year: number; month: number; day: number };

export const daysInMonth = (year: number, month: number): number =>
  month === 2
    ? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;

export const isDay = (year: number, month: number, day: number): boolean =>
  Number.isInteger(year) &&
  Math.abs(year) <= 999_999_999 &&
  Number.isInteger(month) &&
  month >= 1 &&
  month <= 12 &&
  Number.isInteger(day) &&
  day >= 1 &&
  day <= daysInMonth(year, month);

/** Howard Hinnant, chrono-compatible low-level date algorithms: years begin in March, eras have 400 of them. */
export function epochDay({ year, month, day }: Day): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

export function dayOf(epoch: number): Day {
  const shifted = epoch + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

export function addMonths({ year, month, day }: Day, months: number): Day {
  const total = year * 12 + month - 1 + months;
  const inYear = Math.floor(total / 12);
  const inMonth = total - inYear * 12 + 1;
  return { year: inYear, month: inMonth, day: Math.min(day, daysInMonth(inYear, inMonth)) };
}

/** 1 Monday … 7 Sunday. */
export const weekday = (day: Day): number => ((((epochDay(day) + 3) % 7) + 7) % 7) + 1;

export const dayOfYear = (day: Day): number => epochDay(day) - epochDay({ year: day.year, month: 1, day: 1 }) + 1;

/** ISO 8601: the week of the year that the week's Thursday belongs to. */
export function weekOfYear(day: Day): number {
  const thursday = dayOf(epochDay(day) + 4 - weekday(day));
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

const pad = (value: number, width: number) => String(value).padStart(width, '0');
export const dayText = ({ year, month, day }: Day): string =>
  `${year < 0 ? '-' : ''}${pad(Math.abs(year), 4)}-${pad(month, 2)}-${pad(day, 2)}`;
