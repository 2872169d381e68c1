// The title of the window: where I am, and, while I look elsewhere, how much I have to know.
let words = document.title;
let unread = 0;
const show = (): void => {
  document.title = document.hidden && unread > 0 ? `(${unread}) ${words}` : words;
};
export function titled(next: string): void {
  words = next;
  show();
}
export function ringing(count: number): void {
  unread = count;
  show();
}
document.addEventListener('visibilitychange', show);
