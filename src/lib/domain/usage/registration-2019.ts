/**
 * Table of 22 March 2019 ("Overview of the registration and usage (57 countries)", slides of the 4th User Group Meeting
 * of I2ES): status of countries. Its heading has 57, its three lists 53.
 */
import type { CalendarDate, CountryCode } from '../ids.ts';
import table from './registration-2019.json';

export const TABLE_DAY = table.asOf as CalendarDate;
export const HEADING_TOTAL = table.headingTotal;

export const STATES_2019 = ['active', 'not-active', 'requested'] as const;

export const REGISTRATION_2019: Readonly<Record<(typeof STATES_2019)[number], readonly CountryCode[]>> = {
  active: table.active as readonly string[] as readonly CountryCode[],
  'not-active': table.notActive as readonly string[] as readonly CountryCode[],
  requested: table.requestedAccount as readonly string[] as readonly CountryCode[]
};
