/**
 * Says that the program hears the page now. `static/start.js` then presses the button that somebody pressed while the
 * page stood there as it was written out beforehand, with nobody behind it.
 */
export function tellPageIsHeard(): void {
  document.dispatchEvent(new Event('i2es:heard'));
}
