// Where a page of results ends and which snapshot it belongs to, as the text `next`. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace sonolist::plugin {

struct PageCursor {
  std::int64_t snapshot = 0;  // records that were added later are not in its pages
  std::int64_t time_us = 0;   // the last result of the page before
  std::int64_t result_id = 0;
};

// `query` is what the pages have in common; a cursor is of no use for another one.
std::string format_cursor(const PageCursor& cursor, const std::string& query);

// Nothing for a text that is no cursor of this query.
std::optional<PageCursor> parse_cursor(const std::string& text, const std::string& query);

}  // namespace sonolist::plugin
