/** Loaded before the server: a callback of LevelDB throws for one name, as one of a library might for any. */
import LevelDOWN from 'leveldown';

export const DOOMED = 'draft:d00med00-6a52-4f0e-9d6e-0d8f0c9a1b2c';

type Told = (error: unknown, value?: unknown) => void;
interface Level {
  _get(key: unknown, options: object, told: Told): void;
}

const level = LevelDOWN.prototype as unknown as Level;
const read = level._get;
level._get = function (key, options, told) {
  read.call(this, key, options, (error, value) => {
    if (String(key).includes(DOOMED)) throw new Error(`Unable to read ${String(key)}`);
    told(error, value);
  });
};
