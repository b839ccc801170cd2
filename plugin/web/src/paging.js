// Pages behind cursors that the server gives. Pure: a book is a value.
// `cursors[i]` is what asks for page i; the first page needs none.
export const openBook = () => ({ cursors: [''], page: 0 });

export const cursorOf = (book) => book.cursors[book.page];

export const hasPrevious = (book) => book.page > 0;

// `next`: the cursor that came with the page shown; null or "" on the last one.
export function turnForward(book, next) {
  if (!next) return book;
  return { cursors: [...book.cursors.slice(0, book.page + 1), next], page: book.page + 1 };
}

export function turnBack(book) {
  return book.page === 0 ? book : { ...book, page: book.page - 1 };
}
