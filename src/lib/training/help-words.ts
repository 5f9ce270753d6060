import { helpTopic, type HelpSlug } from '#lib/domain/training/help-topics.ts';
import type { Right } from '#lib/domain/registration/rights.ts';
import { m } from '#lib/i18n/messages.ts';

const WORDS: Partial<Readonly<Record<Right, () => string>>> = {
  records: m.help_for_records,
  trade: m.help_for_trade,
  registry: m.help_for_registry,
  manage: m.help_for_manage,
  teach: m.help_for_teach
};

export function audienceWord(slug: HelpSlug): string {
  const { right } = helpTopic(slug);
  return ((right && WORDS[right]) ?? m.help_for_all)();
}
