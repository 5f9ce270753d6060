/** The last answer is stored for offline visits. */
import { office } from '#lib/store/server/office-api.ts';
import { remember, remembered } from '#lib/pwa/remember.ts';

const KEPT_AS = 'I2ES_SERVER_IS_DEMONSTRATION';

class ServerKind {
  isDemonstration = $state(false);

  async ask(): Promise<void> {
    this.isDemonstration = remembered(KEPT_AS) === 'yes';
    const told = await office.health();
    if (!told.ok) return;
    this.isDemonstration = told.value.demonstration === true;
    remember(KEPT_AS, this.isDemonstration ? 'yes' : 'no');
  }
}

export const serverKind = new ServerKind();
