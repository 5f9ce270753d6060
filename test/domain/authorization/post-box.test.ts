import { describe, expect, test } from 'vitest';
import { isBankName } from '#lib/domain/authorization/bank-names.ts';
import { isPostBox } from '#lib/domain/authorization/judge-parties.ts';

describe('a post office box', () => {
  test.each([
    'P.O. Box 12, Suva',
    'PO Box 12',
    'P O Box 9',
    'GPO Box 9848',
    'Post Box 4',
    'Post Office Box 7',
    'Private Bag 15',
    'Locked Bag 3',
    'PMB 4021 Abuja',
    'Boîte postale 33',
    'BP 123',
    'B.P. 1452',
    'BP n° 12',
    'Casilla 9-D',
    'Casilla de Correo 5',
    'Apartado Postal 66',
    'Apartado 1200',
    'Apdo. 44',
    'Caixa Postal 8',
    'Postfach 21',
    'Case postale 5',
    'Postbus 90',
    'Москва, а/я 15',
    'абонентский ящик 7',
    'صندوق بريد 123',
    'ص.ب 55',
    'عمان ص. ب. 20',
    '邮政信箱12号',
    '郵政信箱 3',
    'POB 123',
    'P.O.B. 12',
    'P.O.B. No. 7',
    'PO Box12',
    'P.O.Box12',
    'PO-Box 4',
    'P/O Box 4',
    'Post Office Bag 2',
    'Post Bag No. 4',
    'P/Bag 0038, Gaborone',
    'Private Bag15',
    'Postfach21',
    'Postbus12',
    'BP: 12',
    'BP:12',
    'C.P. 123',
    'C.P. n° 4',
    'Aptdo. 33',
    'а.я. 5',
    'а/я№ 5',
    'P/O/B 7',
    'POB No. 5',
    'PO\nBox 12',
    'P.O.\nBox 12',
    'Box 12, GPO Adelaide',
    'Box 12\nG.P.O. Adelaide',
    'B P 12',
    'Box 5, P.O. Suva',
    'C.P. 123, Lugano'
  ])('is recognized in "%s"', (address) => {
    expect(isPostBox(`Central Pharmacy\n${address}`)).toBe(true);
  });

  test.each([
    '12 Boxer Street, Sydney',
    'BP Service Road, Lagos',
    'Apartadó, Antioquia',
    'Calle La Casilla, Quito',
    'Box Hill, Victoria',
    '4 Postman Road',
    'Rheinweg 4, 4051 Basel',
    'Ясная улица, 5',
    'No. 8 Bagot Street',
    '北京路 5 号 电子信箱 a@b.cn',
    'Boxhill Road 4',
    'Shop 4, Boxley',
    'Posboxstraat 12',
    'Postfachstrasse 3',
    'Postbusweg 3',
    'Post Bagh 7, Lahore',
    'Colonia Roma Norte, C.P. 06700',
    'Villa Crespo, C.P. 1414',
    'Pob. 12 de Octubre, Santiago',
    'Apto. 33, Bogotá',
    'ул. А. Я. Пельше, 5',
    '4 Pobeda Street',
    'Rizal St., Pob. 2, Kabacan',
    'Brgy. Pob. 1, Tagum City',
    'Brgy. Pob 1, Tagum City',
    'RIZAL ST., POB. 2, KABACAN',
    'Lock box 4, Po Street',
    'Block B P-12, SITE, Karachi',
    'C.P. 101 Antananarivo',
    'C. P. 28 013 Madrid',
    'Po Boxley Lane 2',
    'Mail Box 12, Gporo'
  ])('is not seen in "%s"', (address) => {
    expect(isPostBox(address)).toBe(false);
  });
});

describe('a bank', () => {
  test.each([
    'First National Bank',
    'Banque de Genève',
    'Banco do Brasil',
    'Ziraat Bankası',
    'Сбербанк',
    '中国银行',
    'مصرف لبنان',
    'Raiffeisenbank',
    'Zürcher Kantonalbank',
    'Commerzbank AG',
    'Sberbank',
    'Deutsche Bundesbank',
    'Bankhaus Metzler',
    'First National Bank, West Bank branch',
    'HSBC',
    'Crédit Agricole',
    'BBVA Colombia',
    'ВТБ'
  ])('is recognized in "%s"', (name) => {
    expect(isBankName(name)).toBe(true);
  });

  test.each([
    'Central Blood Bank',
    'West Bank Medical Stores',
    'South Bank Hospital',
    'Banco de Sangre',
    'Banks Pharmacy Ltd',
    'Банк крови',
    'Bankstown Pharmacy',
    'Bankside House',
    'Bank Street Pharmacy',
    'Clydebank Health Centre',
    'Burbank Medical Supply',
    'UK Biobank',
    'Blutbank Bern',
    'Embankment Clinic',
    'Bankura Medical Stores',
    'Hubsan Pharma',
    'DBSmed'
  ])('is not seen in "%s"', (name) => {
    expect(isBankName(name)).toBe(false);
  });
});
