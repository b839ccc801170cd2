// What a person chose stays with the browser; where storage is forbidden, until the page is left.
export function kept(name, otherwise) {
  try {
    return localStorage.getItem(`sonolist.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(`sonolist.${name}`, value);
  } catch {
    // private windows of some browsers: the choice lasts until the page is left
  }
}
