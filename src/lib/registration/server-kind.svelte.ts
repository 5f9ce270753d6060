/** Prerendered pages ask if the server is a demonstration; the last answer is stored for offline visits. */
import { office } from '#lib/store/server/office-api.ts';

const KEPT_AS = 'I2ES_SERVER_IS_DEMONSTRATION';

class ServerKind {
  isDemonstration = $state(false);

  async ask(): Promise<void> {
    this.isDemonstration = readKept();
    const told = await office.health();
    if (!told.ok) return;
    this.isDemonstration = told.value.demonstration === true;
    keep(this.isDemonstration);
  }
}

function readKept(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) === 'yes';
  } catch {
    return false;
  }
}

function keep(is: boolean): void {
  try {
    localStorage.setItem(KEPT_AS, is ? 'yes' : 'no');
  } catch {
    // A private window, or a full disk.
  }
}

export const serverKind = new ServerKind();
