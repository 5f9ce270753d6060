import { parseWhoIsOn, type WhoIsOn } from '#lib/domain/registration/who-is-on.ts';
import { office } from '#lib/store/server/office-api.ts';

const KEPT_AS = 'I2ES_WHO_IS_ON';

export class WhoFigures {
  told = $state.raw<WhoIsOn | null>(null);
  state = $state<'asking' | 'fresh' | 'kept' | 'none'>('asking');

  async ask(): Promise<void> {
    this.told ??= readKept();
    const answer = await office.whoIsOn();
    const read = answer.ok ? parseWhoIsOn(answer.value) : answer;
    if (!read.ok) return void (this.state = this.told === null ? 'none' : 'kept');
    this.told = read.value;
    this.state = 'fresh';
    keep(read.value);
  }
}

function readKept(): WhoIsOn | null {
  try {
    const read = parseWhoIsOn(JSON.parse(localStorage.getItem(KEPT_AS) ?? 'null'));
    return read.ok ? read.value : null;
  } catch {
    return null;
  }
}

function keep(told: WhoIsOn): void {
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(told));
  } catch {
    // A private window, or a full disk.
  }
}
