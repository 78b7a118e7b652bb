// tm_tapi: the API of telephony (commonapi.md §10). Signed by its last parameter instead of a header, answered in XML.
import XMLBuilder from 'fast-xml-builder';
import type { Api } from './apis.js';
import type { Answer } from './answer.js';
import { isSignedBy } from './signature.js';

const builder = new XMLBuilder({ suppressEmptyNode: false });
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
const SIGNATURE = /(?:^|&)signature=([^&]*)$/i;
/** XML 1.0 has no words for these, not even escaped. */
const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Everything before the last "signature=", and the signature. */
function split(bytes: Buffer): { parameters: Buffer; signature: string | undefined } {
  const text = bytes.toString('latin1');
  const found = SIGNATURE.exec(text);
  return found ? { parameters: bytes.subarray(0, found.index), signature: found[1] } : { parameters: bytes, signature: undefined };
}

export const tmTapi: Api = {
  name: 'tm_tapi',
  keyOf: ({ tmTapiKey }) => tmTapiKey,
  hasUsers: false,
  anyCase: true,
  isSigned({ bytes }, key) {
    const { parameters, signature } = split(bytes);
    return isSignedBy(parameters, key, signature);
  },
  parametersOf: (bytes) => split(bytes).parameters,
  write: (answer) => ({ type: 'text/xml; charset=utf-8', body: DECLARATION + builder.build({ response: inXml(answer) }) }),
};

function inXml({ code, descr, data }: Answer): object {
  const texts = Object.entries(data).map(([name, value]) => [name, String(value ?? '').replace(NOT_IN_XML, '')]);
  return { code, descr: descr.replace(NOT_IN_XML, ''), data: Object.fromEntries(texts) };
}
