/** Invented rows for looking at a full register. */
export interface SampleRow {
  readonly number: string;
  readonly partner: string;
  readonly substance: string;
  readonly micrograms: string;
  readonly expires: string;
  readonly status: 'open' | 'endorsed' | 'expiring' | 'refused';
}

const partners = ['AU', 'CH', 'DE', 'FR', 'IN', 'JP', 'KE', 'BR', 'EG', 'CN', 'RU', 'MX'];
const substances = [
  'morphine',
  'codeine phosphate',
  'fentanyl citrate',
  'methylphenidate',
  'phenobarbital',
  'diazepam'
];
const statuses = ['open', 'endorsed', 'expiring', 'open', 'refused'] as const;

export function sampleRows(count: number): SampleRow[] {
  return Array.from({ length: count }, (_, index) => ({
    number: `CH-2026-${String(index + 1).padStart(6, '0')}`,
    partner: partners[index % partners.length] ?? 'CH',
    substance: substances[(index * 7) % substances.length] ?? 'morphine',
    micrograms: String(((index * 7919) % 900000) * 100000 + 500000),
    expires: `2027-${String((index % 12) + 1).padStart(2, '0')}-${String((index % 28) + 1).padStart(2, '0')}`,
    status: statuses[index % statuses.length] ?? 'open'
  }));
}
