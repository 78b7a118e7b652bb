// The page's policy lets in styles that carry its nonce. antd hands it on to most of what it makes, but its dialogs make
// a few rules (they lock the page's scrolling) without: here every style element that our scripts make gets it.
export const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

const createElement = document.createElement.bind(document);
document.createElement = ((name: string, options?: ElementCreationOptions) => {
  const element = createElement(name, options);
  if (element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
}) as typeof document.createElement;
