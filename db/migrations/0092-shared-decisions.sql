-- What a decision of the shop has answered of late, to be tried on its next version.
create index history_decided on history ((why->>'decision'), at desc) where kind = 'decided' and why ? 'shared';
