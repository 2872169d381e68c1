// A dialog takes the focus as it opens, so `autoFocus` inside it comes too early: for `afterOpenChange`.
export const focusField =
  (id: string) =>
  (open: boolean): void => {
    if (open) document.getElementById(id)?.focus();
  };
