// A dispatcher's part that tells people, as a process of its own, to be killed: `tsx teller.ts DATABASE SECRET LEASE-SECONDS`.
import { connect } from '../../db/connect.ts';
import { createTeller } from '../../dispatch/tell.ts';

const [url = '', secret = '', lease = ''] = process.argv.slice(2);
const teller = createTeller({ sql: connect(url, { max: 4 }), secret }, { leaseSeconds: Number(lease) });
console.log('ready');
for (;;) {
  await teller.tick();
  await new Promise((resolve) => setTimeout(resolve, 50));
}
