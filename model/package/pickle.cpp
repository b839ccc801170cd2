#include "model/package/pickle.h"

#include <algorithm>
#include <cstring>
#include <iomanip>
#include <sstream>
#include <unordered_map>

#include "model/error.h"

namespace sonolist::model {
namespace {

using Kind = PickleValue::Kind;

constexpr std::size_t kMostSteps = 1'000'000;  // a training state of ResNet-50 with its optimiser has 50 000
constexpr std::string_view kOrderedDictionary = "collections.OrderedDict";

// Names and meanings: Python's pickletools.
enum class Opcode : unsigned char {
  kMark = '(',
  kStop = '.',
  kBinInt = 'J',
  kBinInt1 = 'K',
  kBinInt2 = 'M',
  kNone = 'N',
  kBinPersId = 'Q',
  kReduce = 'R',
  kBinString = 'T',
  kShortBinString = 'U',
  kBinUnicode = 'X',
  kAppend = 'a',
  kBuild = 'b',
  kGlobal = 'c',
  kEmptyDict = '}',
  kAppends = 'e',
  kBinGet = 'h',
  kLongBinGet = 'j',
  kEmptyList = ']',
  kEmptyTuple = ')',
  kBinPut = 'q',
  kLongBinPut = 'r',
  kSetItem = 's',
  kTuple = 't',
  kSetItems = 'u',
  kBinFloat = 'G',
  kProto = 0x80,
  kTuple1 = 0x85,
  kTuple2 = 0x86,
  kTuple3 = 0x87,
  kNewTrue = 0x88,
  kNewFalse = 0x89,
  kLong1 = 0x8a,
  kShortBinUnicode = 0x8c,
  kBinUnicode8 = 0x8d,
  kStackGlobal = 0x93,
  kMemoize = 0x94,
  kFrame = 0x95,
};

class Machine {
 public:
  Machine(std::string_view bytes, const std::vector<std::string_view>& known_globals, const std::string& origin)
      : bytes_(bytes), known_globals_(known_globals), origin_(origin) {}

  PickleDocument run() {
    if (bytes_.empty() || static_cast<Opcode>(bytes_.front()) != Opcode::kProto) {
      refuse("is no pickle of protocol 2 or later");
    }
    while (true) {
      const auto opcode = static_cast<Opcode>(byte());
      if (opcode == Opcode::kStop) break;
      charge(1);
      step(opcode);
    }
    document_.root = pop();
    document_.size = position_;
    return std::move(document_);
  }

 private:
  [[noreturn]] void refuse(const std::string& reason) const { throw ModelError(origin_ + ": " + reason); }

  std::string_view take(std::uint64_t count) {
    if (count > bytes_.size() - position_) refuse("the pickle ends early; truncated?");
    const auto part = bytes_.substr(position_, count);
    position_ += count;
    return part;
  }
  unsigned char byte() { return static_cast<unsigned char>(take(1).front()); }
  std::uint64_t little_endian(std::size_t count) {
    std::uint64_t number = 0;
    const auto part = take(count);
    for (std::size_t i = 0; i < count; ++i) {
      number |= static_cast<std::uint64_t>(static_cast<unsigned char>(part[i])) << (8 * i);
    }
    return number;
  }
  std::string line() {
    const auto end = bytes_.find('\n', position_);
    if (end == std::string_view::npos) refuse("the pickle ends early; truncated?");
    const std::string text(take(end - position_));
    take(1);
    return text;
  }

  // Every value, reference and memo entry costs a step: this one limit bounds time and memory.
  void charge(std::size_t steps) {
    if (steps > kMostSteps - steps_) {
      refuse("the pickle has more than " + std::to_string(kMostSteps) + " steps; save model.state_dict() alone");
    }
    steps_ += steps;
  }

  PickleValue& make(Kind kind) {
    document_.values.emplace_back().kind = kind;
    return document_.values.back();
  }
  void push(PickleValue& value) { stack_.push_back(&value); }
  void push_integer(std::int64_t number, Kind kind = Kind::kInteger) {
    auto& value = make(kind);
    value.integer = number;
    push(value);
  }
  void push_text(std::string_view text, Kind kind = Kind::kText) {
    auto& value = make(kind);
    value.text = text;
    push(value);
  }

  // What a mark hides belongs to the list that it opens.
  PickleValue* pop() {
    if (stack_.size() <= (marks_.empty() ? 0 : marks_.back())) refuse("the pickle takes a value where there is none");
    auto* value = stack_.back();
    stack_.pop_back();
    return value;
  }
  PickleValue& top(Kind kind, const char* what) {
    auto* value = pop();
    stack_.push_back(value);
    if (value->kind != kind) refuse(std::string("the pickle puts items into what is no ") + what);
    return *value;
  }
  std::vector<const PickleValue*> pop_to_mark() {
    if (marks_.empty()) refuse("the pickle ends a list that it has not begun");
    const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<const PickleValue*> items(begin, stack_.end());
    stack_.erase(begin, stack_.end());
    marks_.pop_back();
    return items;
  }

  void push_tuple(std::vector<const PickleValue*> items) {
    auto& value = make(Kind::kTuple);
    value.items = std::move(items);
    push(value);
  }
  void push_tuple(std::size_t count) {
    std::vector<const PickleValue*> items(count);
    std::generate(items.rbegin(), items.rend(), [this] { return pop(); });
    push_tuple(std::move(items));
  }

  void push_global(const std::string& name) {
    const bool known = name == kOrderedDictionary ||
                       std::find(known_globals_.begin(), known_globals_.end(), name) != known_globals_.end();
    if (!known) refuse("the pickle names '" + name + "', which no state dict needs; save model.state_dict() alone");
    push_text(name, Kind::kGlobal);
  }

  void reduce() {
    const auto* arguments = pop();
    const auto* callable = pop();
    if (callable->kind != Kind::kGlobal || arguments->kind != Kind::kTuple) refuse("the pickle calls what is no name");
    if (callable->text != kOrderedDictionary) {
      auto& call = make(Kind::kCall);
      call.callable = callable;
      call.items = {arguments};
      return push(call);
    }
    // Python 2 wrote the entries as argument: a list of pairs.
    auto& dictionary = make(Kind::kDictionary);
    if (!arguments->items.empty()) {
      const auto* pairs = arguments->items.front();
      if (arguments->items.size() != 1 || pairs->kind != Kind::kList) refuse("the pickle has an odd OrderedDict");
      charge(pairs->items.size());
      for (const auto* pair : pairs->items) {
        if (pair->items.size() != 2) refuse("the pickle has an odd OrderedDict");
        dictionary.entries.emplace_back(pair->items[0], pair->items[1]);
      }
    }
    push(dictionary);
  }

  void build() {
    pop();  // attributes: of a state dict its _metadata, versions of modules
    const auto* object = pop();
    if (object->kind != Kind::kDictionary && object->kind != Kind::kCall)
      refuse("the pickle sets attributes of a value");
    stack_.push_back(const_cast<PickleValue*>(object));
  }

  void set_items(const std::vector<const PickleValue*>& items) {
    auto& dictionary = top(Kind::kDictionary, "dictionary");
    if (items.size() % 2 != 0) refuse("the pickle has a key without value");
    for (std::size_t i = 0; i < items.size(); i += 2) dictionary.entries.emplace_back(items[i], items[i + 1]);
  }
  void append(const std::vector<const PickleValue*>& items) {
    auto& list = top(Kind::kList, "list");
    list.items.insert(list.items.end(), items.begin(), items.end());
  }

  void put(std::uint64_t key) {
    auto* value = pop();
    stack_.push_back(value);
    memo_[key] = value;
  }
  void get(std::uint64_t key) {
    const auto found = memo_.find(key);
    if (found == memo_.end()) refuse("the pickle refers to a value that it does not have");
    stack_.push_back(found->second);
  }

  // Two's complement, as long as it says.
  void push_long() {
    const std::size_t count = byte();
    if (count > 8) {
      // The magic number of files before PyTorch 1.6 has ten bytes; as text it can still be compared.
      return push_text(take(count));
    }
    auto number = little_endian(count);
    if (count > 0 && count < 8 && ((number >> (8 * count - 1)) & 1) != 0) number |= ~std::uint64_t{0} << (8 * count);
    push_integer(static_cast<std::int64_t>(number));
  }

  void push_real() {
    std::uint64_t bits = 0;  // the one number of a pickle that is big-endian
    for (const char part : take(8)) bits = bits << 8 | static_cast<unsigned char>(part);
    auto& value = make(Kind::kReal);
    std::memcpy(&value.real, &bits, sizeof bits);
    push(value);
  }

  void step(Opcode opcode) {
    switch (opcode) {
      case Opcode::kProto:
        if (const auto protocol = byte(); protocol < 2 || protocol > 5) refuse("the pickle is of an unknown protocol");
        return;
      case Opcode::kFrame:
        take(8);
        return;
      case Opcode::kMark:
        return marks_.push_back(stack_.size());
      case Opcode::kNone:
        return push(make(Kind::kNone));
      case Opcode::kNewTrue:
        return push_integer(1, Kind::kBoolean);
      case Opcode::kNewFalse:
        return push_integer(0, Kind::kBoolean);
      case Opcode::kBinInt:
        return push_integer(static_cast<std::int32_t>(little_endian(4)));
      case Opcode::kBinInt1:
        return push_integer(byte());
      case Opcode::kBinInt2:
        return push_integer(static_cast<std::int64_t>(little_endian(2)));
      case Opcode::kLong1:
        return push_long();
      case Opcode::kBinFloat:
        return push_real();
      case Opcode::kShortBinUnicode:
      case Opcode::kShortBinString:
        return push_text(take(byte()));
      case Opcode::kBinUnicode:
      case Opcode::kBinString:
        return push_text(take(little_endian(4)));
      case Opcode::kBinUnicode8:
        return push_text(take(little_endian(8)));
      default:
        return step_of_structure(opcode);
    }
  }

  void step_of_structure(Opcode opcode) {
    switch (opcode) {
      case Opcode::kEmptyTuple:
        return push(make(Kind::kTuple));
      case Opcode::kTuple1:
        return push_tuple(1);
      case Opcode::kTuple2:
        return push_tuple(2);
      case Opcode::kTuple3:
        return push_tuple(3);
      case Opcode::kTuple:
        return push_tuple(pop_to_mark());
      case Opcode::kEmptyList:
        return push(make(Kind::kList));
      case Opcode::kAppend:
        return append({pop()});
      case Opcode::kAppends:
        return append(pop_to_mark());
      case Opcode::kEmptyDict:
        return push(make(Kind::kDictionary));
      case Opcode::kSetItem: {
        const auto* value = pop();
        return set_items({pop(), value});
      }
      case Opcode::kSetItems:
        return set_items(pop_to_mark());
      case Opcode::kBinPut:
        return put(byte());
      case Opcode::kLongBinPut:
        return put(little_endian(4));
      case Opcode::kMemoize:
        return put(memo_.size());
      case Opcode::kBinGet:
        return get(byte());
      case Opcode::kLongBinGet:
        return get(little_endian(4));
      case Opcode::kGlobal: {
        const auto module = line();
        return push_global(module + "." + line());
      }
      case Opcode::kStackGlobal: {
        const auto* name = pop();
        return push_global(pop()->text + "." + name->text);
      }
      case Opcode::kReduce:
        return reduce();
      case Opcode::kBuild:
        return build();
      case Opcode::kBinPersId: {
        auto& value = make(Kind::kPersistent);
        value.items = {pop()};
        return push(value);
      }
      default:
        refuse_opcode(opcode);
    }
  }

  [[noreturn]] void refuse_opcode(Opcode opcode) const {
    std::ostringstream code;
    code << "0x" << std::hex << std::setw(2) << std::setfill('0') << static_cast<int>(opcode);
    refuse("the pickle has opcode " + code.str() + ", which no state dict needs; save model.state_dict() alone");
  }

  std::string_view bytes_;
  const std::vector<std::string_view>& known_globals_;
  const std::string& origin_;
  std::size_t position_ = 0, steps_ = 0;
  PickleDocument document_;
  std::vector<PickleValue*> stack_;
  std::vector<std::size_t> marks_;  // sizes of the stack at the open marks
  std::unordered_map<std::uint64_t, PickleValue*> memo_;
};

}  // namespace

const PickleValue* PickleValue::find(std::string_view key) const {
  const auto found = std::find_if(entries.rbegin(), entries.rend(), [&](const auto& entry) {
    return entry.first->kind == Kind::kText && entry.first->text == key;
  });
  return found == entries.rend() ? nullptr : found->second;
}

PickleDocument parse_pickle(std::string_view bytes, const std::vector<std::string_view>& known_globals,
                            const std::string& origin) {
  return Machine(bytes, known_globals, origin).run();
}

}  // namespace sonolist::model
