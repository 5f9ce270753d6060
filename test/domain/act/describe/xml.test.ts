/** Acts as XML: what the reader refuses, with the line and the name of the element. */
import { describe, expect, it } from 'vitest';
import { actToXml, bodyToXml, NAMESPACE, readXml } from '#lib/domain/act/describe/xml.ts';
import { readXmlTree } from '#lib/domain/act/describe/xml-tree.ts';
import type { MessageBody } from '#lib/domain/act/body.ts';
import { ONE_OF_EACH_KIND } from '../../../samples/one-of-each-kind.ts';

const message = ONE_OF_EACH_KIND.find(({ body }) => body.kind === 'message')!;
const XML = (actToXml(message) as { value: string }).value;

function codesOf(source: string): unknown {
  const read = readXml(source);
  return read.ok ? 'read' : read.problems.map(({ code, values }) => [code, values?.['line']]);
}

describe('the reader of XML', () => {
  it.each([
    ['<!DOCTYPE act [<!ENTITY a "x">]>' + XML, 'xml.doctype', 1],
    [XML.replace('?>', '?>\n<!DOCTYPE act SYSTEM "file:///etc/passwd">'), 'xml.doctype', 2],
    [XML.replace('Please', '&lol;'), 'xml.malformed', 21],
    [XML.replace('Please', '&#0;'), 'xml.malformed', 21],
    [XML.replace('Please', '&#xD800;'), 'xml.malformed', 21],
    [XML.replace('Please', '\u0001'), 'xml.malformed', 21],
    [XML.replace('Please', 'a & b'), 'xml.malformed', 21],
    [XML.replace('Please', 'a ]]> b'), 'xml.malformed', 21],
    [XML.replace('<text>', '<text><?php x ?>'), 'xml.malformed', 21],
    [XML.replace('</text>', '</texts>'), 'xml.malformed', 21],
    [XML + '<act/>', 'xml.malformed', 30],
    [XML.slice(0, -8), 'xml.malformed', 28],
    ['', 'xml.malformed', 1],
    ['{"body": {}}', 'xml.malformed', 1],
    ['<a>'.repeat(50), 'xml.deep', 1],
    [XML.replace(NAMESPACE, 'urn:i2es:act:2'), 'xml.root', 2],
    [XML.replaceAll(/(<\/?)act\b/g, '$1toString'), 'xml.root', 2],
    [XML.replaceAll('message>', 'no-such-kind>'), 'xml.element', 5],
    [XML.replaceAll('message>', 'constructor>'), 'xml.element', 5],
    [XML.replace('<schema>', '<schema a="1">'), 'xml.element', 6],
    [XML.replace('<text>', '<text><b/>'), 'xml.element', 21],
    [XML.replace('<body>', '<body>stray'), 'xml.element', 4],
    [XML.replace('<schema>1</schema>', '<schema>1</schema><schema>1</schema>'), 'xml.twice', 6],
    [XML.replace('of="CH"', 'of="__proto__"'), 'xml.element', 13],
    [XML.replace('of="CH"', 'of="AU"'), 'xml.twice', 13],
    [XML.replace('<text>', '<text xmlns="urn:other">'), 'xml.element', 21]
  ])('refuses fault %#', (source, code, line) => {
    expect(codesOf(source)).toEqual([[code, line]]);
  });

  it('reads prefixes, comments, CDATA and character references as the same text', () => {
    const other = XML.replace(/<(\/?)(?=[a-z_])/g, '<$1p:')
      .replace('xmlns=', 'xmlns:p=')
      .replace('Please', '<!-- -- >--><![CDATA[Plea]]>s&#x65;')
      .replaceAll('\n', '\r\n');
    expect(readXml(other.replace('-- >', '> '))).toEqual(readXml(XML));
    expect(codesOf(other)).toEqual([['xml.malformed', 21]]);
  });

  it('keeps text that is not of its type, and its shape refuses it', () => {
    const read = readXml(XML.replace('<schema>1<', '<schema>01<').replace('of="CH">1<', 'of="CH"> 1<'));
    expect(read).toMatchObject({ value: { value: { body: { schema: '01', seq: { CH: ' 1' } } } } });
  });

  it('takes no longer for a file made to be slow', () => {
    const started = performance.now();
    for (const hard of [
      '<a ' + 'b="c" '.repeat(50_000),
      '<!--' + '-'.repeat(200_000),
      '<a' + ' '.repeat(200_000),
      '&'.repeat(200_000)
    ])
      expect(readXmlTree(hard).ok).toBe(false);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('does not write a text that XML cannot say, nor a member that the shape does not know', () => {
    const body = message.body as MessageBody;
    expect(bodyToXml({ ...body, text: '\u0001' }).ok).toBe(false);
    expect(bodyToXml({ ...body, extra: 1 } as MessageBody).ok).toBe(false);
  });
});
