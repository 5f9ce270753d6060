/** Apart from the rules of the form, which Today does not load. */
import {
  APPLICATION_SETTING_ID,
  readApplicationSetting,
  type ApplicationSetting
} from '#lib/domain/application/application-setting.ts';
import { store } from '#lib/store/store.svelte.ts';

export function settingHere(): ApplicationSetting {
  return readApplicationSetting(store.setting(APPLICATION_SETTING_ID.slice('setting:'.length)));
}
