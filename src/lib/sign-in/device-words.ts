import { instantToDate } from '#lib/domain/calendar-date.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { formatDate, formatList, isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { DeviceState, Role } from '#lib/store/api.ts';

interface DeviceReader {
  readonly role: Role;
  readonly certifiers: readonly string[];
}

type Device = Pick<DeviceState, 'state' | 'validUntil'>;

export function deviceLead(device: Device, reader: DeviceReader): string {
  const date = device.validUntil ? formatDate(instantToDate(device.validUntil)) : '';
  if (!may(reader, 'sign')) return m.person_device_reader_lead();
  if (may(reader, 'registry')) return boardLead(device, date);
  const isAlone = isSole(reader);
  switch (device.state) {
    case 'certified':
      return m.person_device_certified_lead({ date });
    case 'withdrawn':
      return isAlone ? m.devices_withdrawn_board() : m.person_device_withdrawn_lead();
    case 'expired':
      return isAlone ? m.devices_expired_board({ date }) : m.person_device_expired_lead({ date });
    case 'none':
      return isAlone ? m.devices_none_board() : m.person_device_none_lead();
    case 'waiting':
      return waitingLead(reader);
  }
}

function boardLead({ state }: Device, date: string): string {
  if (state === 'certified') return m.incb_device_certified_lead({ date });
  if (state === 'expired') return m.person_device_expired_lead({ date });
  if (state === 'withdrawn') return m.person_device_withdrawn_lead();
  return state === 'none' ? m.incb_device_none_lead() : m.incb_device_waiting_lead();
}

function waitingLead(reader: DeviceReader): string {
  if (!may(reader, 'manage')) return m.person_device_waiting_lead();
  return isSole(reader)
    ? m.devices_waiting_board()
    : m.devices_waiting_colleague({ names: formatList(reader.certifiers.map(isolate)) });
}

function isSole(reader: DeviceReader): boolean {
  return may(reader, 'manage') && !may(reader, 'registry') && reader.certifiers.length === 0;
}

export function waitingWord(reader: DeviceReader): string {
  if (may(reader, 'registry') || !may(reader, 'manage')) return m.person_device_waiting();
  return isSole(reader) ? m.devices_waiting_board_word() : m.devices_waiting_colleague_word();
}
