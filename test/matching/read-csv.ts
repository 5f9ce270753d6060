/** CSV as a spreadsheet program reads it (RFC 4180), written apart from what writes it. */
export function readCsv(text: string): readonly (readonly string[])[] {
  const body = text.replace(/^\ufeff/, '');
  const rows: string[][] = [[]];
  let [value, isQuoted] = ['', false];
  for (let at = 0; at < body.length; at++) {
    const sign = body[at]!;
    if (isQuoted) {
      if (sign !== '"') value += sign;
      else if (body[at + 1] === '"') value += body[++at]!;
      else isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === ',' || sign === '\n') {
      rows.at(-1)!.push(value);
      value = '';
      if (sign === '\n' && at + 1 < body.length) rows.push([]);
    } else if (sign !== '\r') value += sign;
  }
  return rows;
}
