// Before anything is painted: the theme that was chosen here.
try {
  const { theme } = JSON.parse(localStorage.getItem('ursa.preferences') ?? '{}');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
} catch {
  // The system's theme it is.
}
export {};
