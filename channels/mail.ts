// E-mail, over the mail server of the shop.
import { createHash } from 'node:crypto';
import nodemailer from 'nodemailer';
import { Hopeless } from '../activities/call-service.ts';
import { addressOf } from '../activities/connectors/http-client.ts';
import { textsOf } from '../words/web.ts';
import { type Channel, type Letter, plainly } from './channel.ts';

const words = (code: Parameters<typeof textsOf>[0]) => textsOf(code);
const PORT = { tls: 465, starttls: 587, plain: 25 } as const;
const SECURITY = Object.keys(PORT) as (keyof typeof PORT)[];
/** What comes to the same however often it is sent: no such mailbox, refused sender. */
const REFUSED = (code: number | undefined): boolean => code !== undefined && code >= 550 && code <= 554;

export const MAIL: Channel = {
  words: words('reach.mail.name'),
  hint: words('reach.mail.hint'),
  settings: [
    { name: 'host', label: words('reach.mail.host'), kind: 'text', required: true },
    {
      name: 'security',
      label: words('reach.mail.security'),
      kind: 'choice',
      options: SECURITY.map((value) => ({ value, label: words(`reach.mail.${value}`) })),
    },
    { name: 'port', label: words('reach.mail.port'), kind: 'number', hint: words('reach.mail.portHint') },
    { name: 'from', label: words('reach.mail.from'), kind: 'text', required: true },
    { name: 'user', label: words('reach.mail.user'), kind: 'text' },
    { name: 'password', label: words('reach.mail.password'), kind: 'secret' },
    { name: 'ca', label: words('reach.mail.ca'), hint: words('reach.mail.caHint'), kind: 'lines' },
  ],
  address: {
    label: words('reach.mail.address'),
    hint: words('reach.mail.addressHint'),
    valid: /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,190}$/,
  },
  async send({ sql }, { host = '', security = 'tls', port, from, user, password, ca }, { value }, letter, signal) {
    const way = SECURITY.find((one) => one === security) ?? 'tls';
    const at = Number(port) || PORT[way];
    // What an administrator has named here may be called; an address inside the network only as everywhere.
    const address = await addressOf(sql, MAIL.words, { host, port: at, known: (one) => one === host });
    const transport = nodemailer.createTransport({
      host: address,
      port: at,
      secure: way === 'tls',
      requireTLS: way === 'starttls',
      ignoreTLS: way === 'plain',
      tls: { servername: host, ...(ca && { ca }) },
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      ...(user && { auth: { user, pass: password ?? '' } }),
    });
    signal.addEventListener('abort', () => transport.close(), { once: true });
    try {
      await transport.sendMail({
        from,
        to: String(value),
        subject: letter.title,
        text: textOf(letter),
        html: htmlOf(letter),
        // Whoever keeps it twice knows it by this.
        messageId: `<${createHash('sha256').update(letter.key).digest('hex').slice(0, 40)}@zhangfa.invalid>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      const { responseCode, message } = error as { responseCode?: number; message: string };
      if (REFUSED(responseCode)) throw new Hopeless(message);
      throw error;
    } finally {
      transport.close();
    }
  },
};

const textOf = (letter: Letter): string =>
  `${plainly(letter)}\n\n-- \n${words('reach.mail.foot')[letter.language]} ${letter.wishes}\n`;

const safe = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
const htmlOf = ({ items, language, wishes }: Letter): string =>
  `<div style="font:14px/1.6 sans-serif;color:#1f2328;max-width:560px">${items
    .map(
      ({ says, title, text, link }) =>
        `<p style="margin:0 0 16px"><span style="color:#59636e">${safe(says)}</span><br><a href="${safe(link)}" style="color:#3d4db7;font-weight:600">${safe(title ?? words('reach.open')[language])}</a>${text ? `<br>${safe(text).replaceAll('\n', '<br>')}` : ''}</p>`,
    )
    .join(
      '',
    )}<p style="margin:24px 0 0;font-size:12px;color:#59636e"><a href="${safe(wishes)}" style="color:#59636e">${safe(words('reach.mail.foot')[language])}</a></p></div>`;
