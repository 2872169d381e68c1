// A part of the worker that opens the app without a network: shows what the shop has pushed, and opens what it is about.
self.addEventListener('push', (event) => {
  const { title, body, link, tag } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, tag, icon: '/icon-192.png', data: { link } }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.link, self.location.origin);
  // The shop may be known under several names; this browser stays where it is signed in.
  const link = self.location.origin + address.pathname + address.search;
  event.waitUntil(
    self.clients.matchAll({ type: 'window', includeUncontrolled: true }).then(async ([open]) => {
      if (!open) return self.clients.openWindow(link);
      await open.focus();
      return open.navigate(link);
    }),
  );
});
