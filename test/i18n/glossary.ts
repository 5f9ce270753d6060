/**
 * One term, one word of the language (`terms.ts`), on screens, in lessons, help, pages and on paper. Each row names the word that is
 * used and what it must not be called instead. `when` and `unless` look at the English text, for a word that is right
 * where something else is meant.
 *
 * Unsettled until a native of the trade compares the treaty's text: "to endorse" in French (endosser or viser) and Arabic
 * (تظهير or تأشير), "assessment" of 1971 in French (besoins or prévisions) and Spanish (necesidades or previsiones).
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
    { term: 'collapsed', use: 'collapsed', never: /\bfolded\b/i },
    { term: 'practice', use: 'practice', never: /rehears/i },
    { term: 'suggestion', use: 'suggestion', never: /\bwish(?:es)?\b/i },
    { term: 'two-step verification', use: 'two-step verification', never: /second[- ]factor/i },
    { term: 'activity log', use: 'activity log', never: /\baudit\b/i },
    { term: 'data that only its owner can read', use: 'encrypted', never: /\bsealed\b/i },
    { term: 'sample data', use: 'sample data', never: /\binvented data\b/i },
    { term: 'the product', use: 'I2ES, the app', never: /\b(?:this|the) (?:program|product)\b/i },
    { term: 'operator of a server or warehouse', use: 'operator', never: /\bkeepers?\b/i },
    { term: 'page, section, device', use: 'page', never: /\bdesks?\b/i }
  ],
  fr: [
    {
      term: 'document',
      use: 'document signé',
      never: /déclarations?\b/i,
      unless: /declaration/i,
      except: ['form_shipment', 'form_to_be_completed']
    },
    { term: 'draft', use: 'brouillon', never: /\bprojets?\b/i, when: /\bdrafts?\b/i },
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
    { term: 'records', use: 'données', never: /dossiers (?:de cet ordinateur|conservés)/i },
    { term: 'encrypted', use: 'chiffré', never: /scellé/i, unless: /\bseals?\b/i },
    { term: 'practice', use: 'exercice pratique', never: /répétition/i, when: /practice/i },
    { term: 'suggestion', use: 'suggestion', never: /\bsouhaits?\b/i },
    { term: 'two-step verification', use: 'validation en deux étapes', never: /second facteur/i },
    {
      term: 'server operator',
      use: 'exploitant du serveur',
      never: /qui (?:exploite|tient|gère)\b.*serveur/i
    },
    { term: 'trainer', use: 'formateur', never: /qui forme\b/i },
    {
      term: 'section, page',
      use: 'rubrique',
      never: /\bbureaux?\b/i,
      when: /\b(?:page|section)s?\b/i,
      unless: /\boffices?\b/i
    },
    { term: 'the app', use: 'application', never: /\bprogrammes?\b/i, when: /\bapp\b/i }
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
    { term: 'to endorse', use: 'refrendar', never: /\bendos|\bvisad[oa]\b/i },
    { term: 'encrypted', use: 'cifrado', never: /sellad|precint/i, unless: /\bseals?\b/i },
    { term: 'practice', use: 'práctica', never: /\bensayos?\b/i, unless: /\btrials?\b/i },
    { term: 'two-step verification', use: 'verificación en dos pasos', never: /segundo factor/i },
    { term: 'trainer', use: 'instructor', never: /capacitador|formador|quien forma/i },
    { term: 'issuing authority', use: 'autoridad expedidora', never: /autoridad emisora/i },
    { term: 'bonded warehouse', use: 'almacén de aduanas', never: /depósitos? aduaneros?/i },
    { term: 'shipped', use: 'enviado', never: /\bdespachad[oa]s?\b/i },
    { term: 'the app', use: 'aplicación', never: /\bprogramas?\b/i, when: /\bapp\b/i }
  ],
  ru: [
    { term: 'passphrase', use: 'парольная фраза', never: /кодов(?:ая|ую|ой) фраз/i },
    { term: 'recovery codes', use: 'резервные коды', never: /кодов?ы? восстановления/i },
    {
      term: 'to certify',
      use: 'сертифицировать',
      never: /удостовер|завер(?:ен|ил|ять)/i,
      when: /certif/i,
      unless: /\bimport/i
    },
    {
      term: 'request',
      use: 'запрос',
      never: /заявк/i,
      unless: /\b(?:appli\u00ad?cations?|appl(?:y|ied|ies))\b/i
    },
    { term: 'dossier', use: 'дело', never: /досье/i },
    { term: 'present', use: 'текущий, действующий', never: /нынешн/i },
    { term: 'to reserve numbers', use: 'резервировать', never: /закрепл/i },
    { term: 'for the account of another', use: 'на счёт другого лица', never: /за счёт другого лица/i },
    { term: 'encrypted', use: 'зашифрован', never: /запечат/i },
    { term: 'practice', use: 'тренировка', never: /репетици/i },
    { term: 'suggestion', use: 'предложение', never: /пожелани/i },
    { term: 'two-step verification', use: 'двухэтапный вход', never: /второ(?:й|го|му|м) фактор/i },
    { term: 'QR code', use: 'QR-код', never: /квадратн\S* код/i },
    { term: 'server operator', use: 'оператор сервера', never: /(?:обслуживает|содержит|ведёт) сервер/i },
    { term: 'delivery receipt', use: 'подтверждение получения', never: /расписк/i },
    {
      term: 'the app',
      use: 'приложение',
      never: /программ/i,
      when: /\bapp\b/i,
      except: ['page accessibility 1']
    }
  ],
  ar: [
    {
      term: 'administrator',
      use: 'مشرف',
      never: /مسؤول(?!ية)|مدير/,
      when: ADMINISTRATOR,
      // "responsible for your text"
      except: ['help surveys 2']
    },
    { term: 'exchange', use: 'مركز التبادل', never: /نظام التبادل|خدمة التبادل/ },
    { term: 'country', use: 'بلد', never: /الدولة|لدولة/, except: ['problem_authorization_countries_same'] },
    { term: 'root key', use: 'المفتاح الجذري', never: /مفتاح (?:ال)?جذر(?!ي)/ },
    { term: 'recovery codes', use: 'رموز الاسترداد', never: /استعادة|الاستعادة/, when: /recovery/i },
    { term: 'forms', use: 'نماذج', never: /استمار/ },
    { term: 'act', use: 'مستند', never: /الإجراءات|أحدث إجراء/, when: /\bacts?\b/i },
    { term: 'tab', use: 'علامة تبويب', never: /لسان/ },
    { term: 'to certify', use: 'اعتماد', never: /التصديق/ },
    { term: 'encrypted', use: 'مشفَّر', never: /مختوم/, unless: /\bseal/i },
    { term: 'issuing authority', use: 'سلطة الإصدار', never: /السلطة المصدِرة/ },
    { term: 'reply', use: 'رد', never: /جواب|أجوبة/, when: /\brepl(?:y|ies)\b/i },
    { term: 'special import licence', use: 'رخصة استيراد خاصة', never: /ترخيص استيراد/ },
    { term: 'two-step verification', use: 'التحقق بخطوتين', never: /عامل التحقق|العامل الثاني/ },
    { term: 'server operator', use: 'مشغّل الخادم', never: /القائم على|من يتولى/ },
    { term: 'delivery receipt', use: 'إشعار استلام', never: /إيصال/, unless: /\bdeliver/i },
    { term: 'the app', use: 'التطبيق', never: /البرنامج/, when: /\bapp\b/i },
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
        'form_letter_nobody_title',
        'reminder_text'
      ]
    }
  ],
  zh: [
    { term: 'authority', use: '主管当局', never: /主管部门/ },
    { term: 'to endorse', use: '加签', never: /背书|签注/ },
    { term: 'authorization', use: '准许证', never: /许可证(?!号)|签发许可/ },
    { term: 'act, document', use: '文书', never: /行文/ },
    { term: 'dossier', use: '卷宗', never: /案卷/ },
    {
      ...{ term: 'to withdraw a key', use: '吊销', never: /撤销/, when: KEY_ENDED },
      // Cancelled authorizations are named next to revoked keys.
      except: ['lesson offline 15', 'verify_lists_known', 'help verify 4', 'help verify 6', 'page verify 2']
    },
    { term: 'issuing authority', use: '发证机关', never: /签发机关/ },
    { term: 'exporter', use: '出口商', never: /[进出]口人/ },
    { term: 'registered', use: '登记', never: /注册/ },
    { term: 'exchange', use: '交换中心', never: /交换系统/ },
    { term: 'language', use: '语言', never: /语文/ },
    { term: 'encrypted', use: '加密', never: /封存/ },
    { term: 'competent authority', use: '主管当局', never: /主管机关/ },
    { term: 'trainer', use: '讲师', never: /培训员|培训师/ },
    { term: 'delivery receipt', use: '回执', never: /收据/ },
    { term: 'anhydrous base', use: '无水碱', never: /碱基/ },
    { term: 'special import licence', use: '特别进口执照', never: /特别进口许可证/ },
    { term: 'two-step verification', use: '两步验证', never: /第二验证因素/ },
    { term: 'server operator', use: '服务器运营方', never: /运行人员|维护者/ },
    { term: 'partner', use: '对方主管当局', never: /伙伴/ },
    { term: 'section, page', use: '栏目', never: /工作区/ }
  ]
};
