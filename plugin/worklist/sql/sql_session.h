// What the stores need of an SQL data base: statements with bound values, in one session. Each engine has its face.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace sonolist::plugin {

using SqlValue = std::variant<std::nullptr_t, std::int64_t, double, std::string>;
using SqlValues = std::vector<SqlValue>;

// The rows of a query, one after the other. Columns count from 0.
class SqlRows {
 public:
  virtual ~SqlRows() = default;

  // Goes to the next row, at first to the first one; false behind the last.
  virtual bool next() = 0;

  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;  // to the last bit as it was bound
  virtual std::string text(int column) const = 0;
};

// Used by one thread. Statements stay prepared by their text, so a text must not hold values: they are bound to the
// parameters ?1, ?2, ... A text is used again only when the rows of its last use are gone. Throws StoreError.
class SqlSession {
 public:
  virtual ~SqlSession() = default;

  // Must not outlive the session.
  virtual std::unique_ptr<SqlRows> query(const std::string& sql, const SqlValues& values) = 0;

  // The same for values of which some are rare and others common: where the engine chooses indexes by the values it
  // plans anew each time.
  virtual std::unique_ptr<SqlRows> search(const std::string& sql, const SqlValues& values) {
    return query(sql, values);
  }

  // The only column of all rows, which are real numbers: for millions of them.
  virtual std::vector<double> reals(const std::string& sql, const SqlValues& values) {
    std::vector<double> numbers;
    for (const auto rows = search(sql, values); rows->next();) numbers.push_back(rows->real(0));
    return numbers;
  }

  // Returns how many rows were changed.
  virtual std::int64_t execute(const std::string& sql, const SqlValues& values) = 0;

  // Several statements without values, as a schema has them.
  virtual void execute_script(const std::string& sql) = 0;

  // Waits until this session alone holds the lock of this name, to the end of its transaction. Nothing to do where all
  // writers take turns.
  virtual void lock(const std::string& name) = 0;

  // How a SELECT ends that passes over the rows which other sessions are about to change, and keeps its own.
  virtual const char* skip_locked() const = 0;

  // When this transaction is committed, those who wait for events are woken.
  virtual void announce_events() = 0;

  virtual void commit() = 0;
};

}  // namespace sonolist::plugin
