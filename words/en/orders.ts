// What is said of a file of orders, in English.
import { like } from '../say.ts';
import type { orders as zh } from '../zh/orders.ts';

export const orders = like<typeof zh>()({
  'file.empty': 'This file is empty.',
  'file.excel': 'This is an Excel file; save it as CSV in Excel and choose that one.',
  'file.broken':
    'This workbook cannot be opened: it may be damaged or have a password. Open it in a spreadsheet, save it as .xlsx or CSV, and choose that one.',
  'file.unpacks':
    'Unpacked, this workbook is too large and was not read. Save a copy with only the sheet to be brought in, and choose that one.',
  'file.wide': 'Too many columns: at most {most} are read. Keep only those to be brought in, and choose it again.',
  'file.long': 'Too many rows: at most {most} are read at once. Split the file, and bring in one after the other.',
  'file.noRows': 'The file has only the names of columns and nothing below them.',
  'file.encoding': 'The encoding of its text is unknown; save it as CSV UTF-8 and choose that one.',
  'file.quote': 'From line {row} on a quotation mark has no partner, so what follows cannot be told apart; close it.',
  'file.line':
    'Line {row} is too long to be read; most likely a quotation mark is missing. Look at that line and correct it.',
  'file.columns': 'The first line must name the columns; {columns} is missing.',
  'file.column': '“{name}” (also {others})',
  'file.noLines': 'The file names columns and holds no orders.',
  'field.invoice': 'Order no.',
  'field.sku': 'Stock code',
  'field.name': 'Description',
  'field.quantity': 'Quantity',
  'field.placedAt': 'Order time',
  'field.price': 'Unit price',
  'field.customerId': 'Customer no.',
  'field.country': 'Country',
  'field.buyer': 'Buyer',
  'field.phone': 'Phone',
  'field.address': 'Address',
  'field.note': 'Note',
  'field.amount': 'Paid',
  'field.lines': 'Goods',
  'cell.of': '“{column}”: {why}',
  'cell.empty': 'is empty',
  'cell.characters': 'holds characters that cannot be kept or were garbled before, “{text}”; write them anew',
  'cell.invoice': '“{text}” is no order number: letters, digits and - _ . / # only, 64 at most',
  'cell.scientific': '“{text}” was shortened by Excel and the digits are lost; make the column text and export again',
  'cell.noYear': '“{text}” has no year; write it like 2026-11-05 08:10',
  'row.cells':
    'This line has {cells} cells where {columns} are named; most likely a comma in a text without quotation marks',
  'row.belongs': 'It has no order number, so it may belong to the order above',
  'row.held': 'Readable; line {rows} of the same order has to be corrected first',
  'row.notOne':
    'The quantity is {quantity}; in an order it is 1 at least. Write returns as a cancellation (C before the number)',
  'row.quantity': 'The quantity is {quantity}',
  'row.correction': 'Price 0 and no customer: a stock correction of the warehouse',
  'order.lines':
    'Has {lines} lines, and an order has at most {most}; see whether the column of order numbers is the same in all rows, and bring it in again',
  'order.held':
    'Line {rows} could not be read, so none of it has begun; correct the file and import it again to begin it',
  'order.two': 'It has different values for {column}: {values}; make them one and import again',
  'order.correction': 'Price 0 and no customer: a stock correction of the warehouse, no order',
  'order.charges': 'Only postage and the like, nothing to ship',
  'order.waiting':
    'Kept; no process takes it yet. Publish one that begins with the message “order.created”, and it begins by itself',
  'order.slow': 'Kept; it is about to begin',
  'order.expired': 'It waited too long without a process to take it and has expired',
  'order.refused':
    'Several could take it, or its process failed ({detail}); see the messages that nobody took, on the page of cases',
  'order.runs': 'A case with this order number is running',
  'order.differs':
    'It has begun and differs from the file: {changes}. The case is as it was; correct its data there if need be',
  'order.differsWaiting':
    'What was kept before has not begun and differs from the file: {changes}. Once begun, correct its data there',
  'order.differsUnknown':
    'It differs from what was imported before, which is no longer kept; the case is as it was, correct its data there',
  'order.change': '{column} was {was}, the file has {is}',
  'order.nothing': 'empty',
  'cancellation.noCustomer': 'No customer on the cancellation',
  'cancellation.charges': 'Only charges, no goods',
  'cancellation.goods': 'No earlier order of this customer holds these goods',
  'cancellation.unknown': 'No earlier order of this customer is known',
  'cancellation.waiting': 'Kept; the case of the order is not yet where it can take it. It is taken once it is there',
});
