// Python pickles read as data: no object is made, no code runs.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sonolist::model {

// One value of a pickle. Values refer to each other by pointers into the document, which owns all of them: a hostile
// pickle may make cycles and nest without end, neither leaks, recurses or is copied.
struct PickleValue {
  enum class Kind {
    kNone,
    kBoolean,     // integer
    kInteger,     // integer; one beyond 64 bits is the text of its bytes
    kReal,        // real
    kText,        // text; also the bytes of Python 2's strings
    kTuple,       // items
    kList,        // items
    kDictionary,  // entries, of OrderedDict too, in order; a key may come twice, the last counts
    kGlobal,      // text: "module.name"
    kCall,        // of callable, not made; items: one, the tuple of arguments
    kPersistent,  // items: one, the persistent identifier
  };
  Kind kind = Kind::kNone;
  std::int64_t integer = 0;
  double real = 0.0;
  std::string text;
  const PickleValue* callable = nullptr;
  std::vector<const PickleValue*> items;
  std::vector<std::pair<const PickleValue*, const PickleValue*>> entries;

  // The value of the last entry whose key is this text; null where there is none.
  const PickleValue* find(std::string_view key) const;
};

struct PickleDocument {
  std::deque<PickleValue> values;  // addresses stay
  const PickleValue* root = nullptr;
  std::size_t size = 0;  // bytes of the pickle: what follows it in a file begins there
};

// Reads one pickle of protocol 2 to 5 at the beginning of `bytes`. Only what a state dict is made of is known: plain
// values, and calls of those globals that `known_globals` names ("collections.OrderedDict" is known of itself, and read
// as dictionary). Attributes that a pickle sets on a dictionary or call are dropped. Throws ModelError naming `origin`
// and the opcode, global or limit for everything else, and for a pickle that ends early. A million steps are the limit,
// and with them of time and memory.
PickleDocument parse_pickle(std::string_view bytes, const std::vector<std::string_view>& known_globals,
                            const std::string& origin);

}  // namespace sonolist::model
