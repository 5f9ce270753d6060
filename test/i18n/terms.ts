/**
 * The words of the trade and of the product, one for each thing, in six languages. `†` marks a word that waits for a
 * native of the trade. `glossary.ts` says what each must not be called instead.
 */
export const LANGUAGES_OF_TERMS = ['en', 'fr', 'es', 'ru', 'ar', 'zh'] as const;

/** A row has the words in the order of `LANGUAGES_OF_TERMS`. */
export const TERMS: readonly (readonly [string, string, string, string, string, string])[] = [
  [
    'import authorization',
    'autorisation d’importation',
    'autorización de importación',
    'разрешение на импорт',
    'إذن استيراد',
    '进口准许证'
  ],
  [
    'export authorization',
    'autorisation d’exportation',
    'autorización de exportación',
    'разрешение на экспорт',
    'إذن تصدير',
    '出口准许证'
  ],
  [
    'competent national authority',
    'autorité nationale compétente',
    'autoridad nacional competente',
    'компетентный национальный орган',
    'السلطة الوطنية المختصة',
    '国家主管当局'
  ],
  [
    'issuing authority',
    'autorité émettrice',
    'autoridad expedidora',
    'выдавший орган',
    'سلطة الإصدار',
    '发证机关'
  ],
  ['endorse', 'endosser †', 'refrendar †', 'подтвердить импорт †', 'تظهير †', '加签'],
  ['consignment', 'envoi', 'remesa', 'партия', 'إرسالية', '批'],
  ['shipment', 'expédition', 'envío', 'отправка', 'شحن', '发运'],
  [
    'actually imported',
    'effectivement importée',
    'efectivamente importada',
    'фактически импортированное',
    'المستوردة فعلًا',
    '实际进口'
  ],
  ['estimate', 'évaluation', 'previsión', 'исчисление', 'تقدير', '估计需求量'],
  ['assessment', 'besoins †', 'necesidades †', 'оценки потребностей', 'تقييم', '评估'],
  ['anhydrous base', 'base anhydre', 'base anhidra', 'безводное основание', 'القاعدة اللامائية', '无水碱'],
  [
    'special import licence',
    'permis spécial d’importation',
    'licencia especial de importación',
    'специальная лицензия на импорт',
    'رخصة استيراد خاصة',
    '特别进口执照'
  ],
  [
    'bonded warehouse',
    'entrepôt de douane',
    'almacén de aduanas',
    'таможенный склад',
    'مستودع جمركي',
    '保税仓库'
  ],
  ['document', 'document', 'documento', 'документ', 'مستند', '文书'],
  ['enter', 'saisissez', 'introduzca', 'введите', 'أدخل', '填写'],
  ['data', 'données', 'datos', 'данные', 'بيانات', '数据'],
  ['encrypted', 'chiffré', 'cifrado', 'зашифрован', 'مشفَّر', '加密'],
  ['section', 'rubrique', 'sección', 'раздел', 'قسم', '栏目'],
  ['this device', 'cet appareil', 'este dispositivo', 'это устройство', 'هذا الجهاز', '此设备'],
  ['the app', 'application', 'aplicación', 'приложение', 'التطبيق', '应用程序'],
  ['connection', 'connexion', 'conexión', 'подключение', 'اتصال', '连接'],
  [
    'server operator',
    'exploitant du serveur',
    'operador del servidor',
    'оператор сервера',
    'مشغّل الخادم',
    '服务器运营方'
  ],
  [
    'exchange service',
    'service d’échange',
    'servicio de intercambio',
    'служба обмена',
    'مركز التبادل',
    '交换中心'
  ],
  [
    'partner authority',
    'autorité partenaire',
    'contraparte',
    'орган-партнёр',
    'السلطة الشريكة',
    '对方主管当局'
  ],
  ['dossier', 'dossier', 'expediente', 'дело', 'ملف', '卷宗'],
  ['reply', 'réponse', 'respuesta', 'ответ', 'رد', '答复'],
  ['receipt', 'accusé de réception', 'acuse de recibo', 'подтверждение получения', 'إشعار استلام', '回执'],
  ['cancel', 'annuler', 'anular', 'аннулировать', 'إلغاء', '撤销'],
  ['withdraw', 'retirer', 'retirar', 'отозвать', 'سحب', '撤回'],
  ['revoke', 'révoquer', 'revocar', 'отозвать', 'إبطال', '吊销'],
  ['certify', 'certifier', 'certificar', 'сертифицировать', 'اعتماد', '认证'],
  ['no longer valid', 'plus valable', 'ya no es válido', 'недействителен', 'لم تعد صالحة', '失效'],
  ['load', 'charger', 'cargar', 'загрузить', 'تحميل', '载入'],
  ['status', 'état', 'estado', 'статус', 'الحالة', '状态'],
  ['job title', 'fonction', 'cargo', 'должность', 'المسمى الوظيفي', '职务'],
  ['details', 'informations', 'datos', 'сведения', 'تفاصيل', '信息'],
  ['request', 'demander', 'solicitar', 'запросить', 'طلب', '申请'],
  ['users', 'utilisateurs', 'usuarios', 'пользователи', 'المستخدمون', '用户'],
  ['viewer', 'consultation seule', 'solo lectura', 'только просмотр', 'مستخدم للاطلاع فقط', '只读用户'],
  ['trainer', 'formateur', 'instructor', 'преподаватель', 'مدرّب', '讲师'],
  ['suggestion', 'suggestion', 'sugerencia', 'предложение', 'اقتراح', '建议'],
  [
    'activity log',
    'journal d’activité',
    'registro de actividad',
    'журнал действий',
    'سجل النشاط',
    '操作记录'
  ],
  [
    'two-step verification',
    'validation en deux étapes',
    'verificación en dos pasos',
    'двухэтапный вход',
    'التحقق بخطوتين',
    '两步验证'
  ],
  ['practice', 'exercice pratique', 'práctica', 'тренировка', 'تدرُّب عملي', '演练'],
  ['sample data', 'données fictives', 'datos ficticios', 'учебные данные', 'بيانات تجريبية', '示例数据'],
  ['totals', 'totaux', 'totales', 'итоги', 'المجاميع', '合计'],
  ['not counted', 'non pris en compte', 'no contabilizado', 'не учтено', 'غير محتسب', '不计入'],
  ['INCB', 'OICS', 'JIFE', 'МККН', 'الهيئة', '麻管局']
];
