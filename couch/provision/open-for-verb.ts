/** Opens the installation as the server does, so that no start is needed first. */
import type { Surroundings } from '#couch/base/command.ts';
import { EngineError } from '#couch/engine/engine.ts';
import { StartError, type Settings } from '#couch/base/env.ts';
import { openInstallation, type Installation } from '#couch/start/open-installation.ts';

/** `purpose` ends the sentence shown when the embedded server is running: “stop it first to invite”. */
export async function openForVerb(
  settings: Settings,
  say: Surroundings['say'],
  purpose: string
): Promise<Installation> {
  try {
    return await openInstallation(settings, say);
  } catch (error) {
    if (!(error instanceof EngineError) || error.trouble !== 'folder-in-use') throw error;
    throw new StartError(`The server is running on ${settings.dataFolder}: stop it first ${purpose}.`);
  }
}
