/** Preloaded by Node: the server's clock begins at the moment that `CLOCK_AT` names and goes on from there. */
const shift = Date.parse(process.env['CLOCK_AT'] ?? '') - Date.now();

globalThis.Date = class extends Date {
  constructor(...given) {
    if (given.length === 0) super(Date.now());
    else super(...given);
  }

  static now() {
    return super.now() + shift;
  }
};
