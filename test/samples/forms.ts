/** Forms as an officer types them: complete and correct, so that a test changes the one box it is about. */
import { addMonths } from '#lib/domain/calendar-date.ts';
import type { SettingsByCountry } from '#lib/domain/authorization/country-settings.ts';
import type { JudgeContext } from '#lib/domain/authorization/judge-context.ts';
import type { DraftFields } from '#lib/domain/draft/draft.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';

export const TODAY = '2026-11-24' as CalendarDate;

const SETTINGS: SettingsByCountry = {
  ['AU' as CountryCode]: {
    authority: {
      name: 'Office of Drug Control',
      address: 'GPO Box 9848\nCanberra ACT 2601',
      legalBasis: 'Regulation 5'
    }
  },
  ['CH' as CountryCode]: { authority: { name: 'Swissmedic', address: 'Hallerstrasse 7\n3012 Bern' } }
};

export function aContext(over: Partial<JudgeContext> = {}): JudgeContext {
  return {
    today: TODAY,
    edition: CURRENT_EDITION,
    country: 'AU' as CountryCode,
    settings: SETTINGS,
    ...over
  };
}

type Fields = Readonly<Record<string, string>>;

export const MORPHINE: Fields = {
  substance: 'morphine',
  form: 'sulfate-2-1-pentahydrate',
  pharmaceuticalForm: 'powder',
  quantity: '500',
  unit: 'g'
};

export const METHYLPHENIDATE: Fields = {
  substance: 'methylphenidate',
  form: 'hydrochloride',
  pharmaceuticalForm: 'tablet',
  preparation: 'Methylphenidate 10 mg tablets',
  strength: '10',
  strengthUnit: 'mg',
  unitsPerPack: '30',
  packs: '1 000'
};

export function aForm(fields: Fields = {}, lines: readonly Fields[] = [MORPHINE]): DraftFields {
  return {
    fields: {
      exportingCountry: 'CH',
      importerName: 'Southern Cross Hospital Supplies Pty Ltd',
      importerAddress: '12 Harbour Street\nSydney NSW 2000',
      importerCountry: 'AU',
      exporterName: 'Alpenpharma AG',
      exporterAddress: 'Rheinweg 4\n4051 Basel',
      exporterCountry: 'CH',
      purpose: 'domestic',
      consignments: '1',
      validFrom: TODAY,
      validUntil: addMonths(TODAY, 3),
      ...fields
    },
    lines: lines.map((line, index) => ({ key: `k${index + 1}`, fields: line }))
  };
}

/** An emergency export, which cites no import authorization; Switzerland issues. */
export function anEmergencyForm(fields: Fields = {}, lines: readonly Fields[] = [MORPHINE]): DraftFields {
  const form = aForm(
    {
      importingCountry: 'AU',
      emergency: 'yes',
      emergencyReason: 'Earthquake',
      validUntil: '2026-12-31',
      ...fields
    },
    lines
  );
  const { exportingCountry: _, purpose: _purpose, consignments: _consignments, ...rest } = form.fields;
  return { ...form, fields: rest };
}
