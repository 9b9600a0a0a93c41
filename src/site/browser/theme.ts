// Light or dark: what the reader chose on this device, else what the system says.

/** Where the choice is kept; absent while the system decides. */
export const themeKey = 'atlas-theme';

/** Runs before the first paint, so that no page flashes in the other theme. */
export const themeScript = `(()=>{let t;try{t=localStorage.getItem('${themeKey}')}catch{}document.documentElement.dataset.theme=t||(matchMedia('(prefers-color-scheme:dark)').matches?'dark':'light')})()`;
