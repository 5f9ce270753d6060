/**
 * One term of the trade, one word of the language. Each row names the word that is used and what it must not be
 * called instead; a reading of all sentences found these variants side by side. `when` and `unless` look at the
 * English sentence, for a word that is right where something else is meant.
 */
export interface Term {
  readonly term: string;
  readonly use: string;
  readonly never: RegExp;
  readonly when?: RegExp;
  readonly unless?: RegExp;
  /** Keys in which the word means something else. */
  readonly except?: readonly string[];
}

const ADMINISTRATOR = /administrator/i;
/** The end of a key or certificate; announcements, surveys, lessons and objections are withdrawn. */
const KEY_ENDED =
  /(?:withdr[ae]w|revok|revoc).*\b(?:keys?|certificate)\b|\b(?:keys?|certificate)\b.*(?:withdr[ae]w|revok|revoc)/i;

export const GLOSSARY: Readonly<Record<string, readonly Term[]>> = {
  en: [
    { term: 'authorization', use: 'authorization', never: /\bpermits?\b/i },
    { term: 'a person of either sex', use: 'they, that person', never: /\b(?:he|his|him|she|her)\b/i },
    { term: 'what only hides', use: 'unnoticed', never: /cannot be altered(?! unnoticed)/i },
    { term: 'collapsed', use: 'collapsed', never: /\bfolded\b/i }
  ],
  fr: [
    {
      term: 'document',
      use: 'document signé',
      never: /déclarations?\b/i,
      unless: /declaration/i,
      except: ['form_shipment', 'form_to_be_completed']
    },
    { term: 'draft', use: 'brouillon', never: /\bprojets?\b/i },
    { term: 'block of numbers', use: 'tranche', never: /\b(?:blocs?|séries?)\b/i, when: /\bblocks?\b/i },
    {
      term: 'to withdraw a key',
      use: 'révoquer',
      never: /retir|retrait/i,
      when: KEY_ENDED
    },
    { term: 'directory', use: 'répertoire', never: /annuaire/i },
    { term: 'factor', use: 'facteur', never: /coefficient/i },
    { term: 'actually', use: 'effectivement', never: /réellement/i },
    {
      term: 'issuing authority',
      use: 'autorité émettrice',
      never: /autorité (?:de délivrance|qui (?:l’a |a )?délivr)/i
    },
    { term: 'to endorse', use: 'endosser, endos', never: /endossement|\bvise\b/i },
    { term: 'receipt', use: 'accusé de réception', never: /accusé(?! de réception)/i },
    { term: 'domestic use', use: 'usage intérieur', never: /usage national/i },
    { term: 'purpose', use: 'usage prévu', never: /^destination$|^but$/i },
    { term: 'records', use: 'données', never: /dossiers (?:de cet ordinateur|conservés)/i }
  ],
  es: [
    { term: 'partner', use: 'contraparte', never: /\bsocios?\b|interlocutor|asociado/i },
    {
      term: 'to withdraw a key',
      use: 'revocar',
      never: /retir/i,
      when: KEY_ENDED
    },
    { term: 'role', use: 'función', never: /\brol(?:es)?\b/i },
    { term: 'the Conventions', use: 'los tratados', never: /los convenios/i },
    { term: 'to endorse', use: 'refrendar', never: /\bendos|\bvisad[oa]\b/i }
  ],
  ru: [
    { term: 'passphrase', use: 'парольная фраза', never: /кодов(?:ая|ую|ой) фраз/i },
    { term: 'recovery codes', use: 'резервные коды', never: /кодов?ы? восстановления/i },
    { term: 'to certify', use: 'сертифицировать', never: /удостовер|завер(?:ен|ил|ять)/i, when: /certif/i },
    { term: 'request', use: 'запрос', never: /заявк/i },
    { term: 'dossier', use: 'дело', never: /досье/i },
    { term: 'present', use: 'текущий, действующий', never: /нынешн/i },
    { term: 'to reserve numbers', use: 'резервировать', never: /закрепл/i },
    { term: 'for the account of another', use: 'на счёт другого лица', never: /за счёт другого лица/i }
  ],
  ar: [
    { term: 'administrator', use: 'مشرف', never: /مسؤول(?!ية)|مدير/, when: ADMINISTRATOR },
    { term: 'exchange', use: 'مركز التبادل', never: /نظام التبادل|خدمة التبادل/ },
    { term: 'country', use: 'بلد', never: /الدولة|لدولة/, except: ['problem_authorization_countries_same'] },
    { term: 'root key', use: 'المفتاح الجذري', never: /مفتاح (?:ال)?جذر(?!ي)/ },
    { term: 'recovery codes', use: 'رموز الاسترداد', never: /استعادة|الاستعادة/ },
    { term: 'forms', use: 'نماذج', never: /استمار/ },
    { term: 'act', use: 'مستند', never: /الإجراءات|أحدث إجراء/, when: /\bacts?\b/i },
    { term: 'tab', use: 'علامة تبويب', never: /لسان/ },
    { term: 'to certify', use: 'اعتماد', never: /التصديق/ },
    {
      term: 'you, one person',
      use: 'the singular, but in letters',
      never: /(?:سلطت|أجهزت|طلبات|لبلد|لدي|زملاؤ)كم|اطّلعوا|احذفوا|تصدروا|أخبروا|انتظروا|أعيدوا/,
      except: [
        'contacts_letter_never',
        'kit_ask_letter',
        'kit_letter_what',
        'contacts_letter_since',
        'form_letter_asked',
        'form_letter_confirm_title',
        'form_letter_meaning',
        'form_letter_nobody_title'
      ]
    }
  ],
  zh: [
    { term: 'authority', use: '主管当局', never: /主管部门/ },
    { term: 'to endorse', use: '加签', never: /背书|签注/ },
    { term: 'authorization', use: '准许证', never: /许可证(?!号)|签发许可/ },
    { term: 'act, document', use: '文书', never: /行文/ },
    { term: 'dossier', use: '卷宗', never: /案卷/ },
    { term: 'to withdraw a key', use: '吊销', never: /撤销/, when: KEY_ENDED },
    { term: 'issuing authority', use: '发证机关', never: /签发机关/ },
    { term: 'exporter', use: '出口商', never: /[进出]口人/ },
    { term: 'registered', use: '登记', never: /注册/ },
    { term: 'exchange', use: '交换中心', never: /交换系统/ },
    { term: 'language', use: '语言', never: /语文/ }
  ]
};
