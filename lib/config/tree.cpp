// SPDX-License-Identifier: Apache-2.0
#include "config/tree.hpp"

#include "core/text.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace lapwing::config {
namespace {

constexpr std::size_t kMostNodes = 100'000;
constexpr std::size_t kMostDepth = 64;
constexpr std::string_view kTextTag = "tag:yaml.org,2002:str";

/// Ends the parse once a problem makes the rest pointless; the problem is recorded already.
struct Stop {};

Spot spot_of(YAML::Mark const& mark) { return {std::size_t(mark.line), std::size_t(mark.column)}; }

std::size_t depth_of(Value const& value) {
  std::size_t deepest = 0;
  for (auto const& item : value.items) deepest = std::max(deepest, depth_of(item));
  for (auto const& entry : value.entries) deepest = std::max(deepest, depth_of(entry.value));
  bool const nests = value.kind == Value::Kind::sequence || value.kind == Value::Kind::map;
  return deepest + (nests ? 1 : 0);
}

/// Builds the tree from yaml-cpp's events. Events, not nodes: they carry every mark, show duplicate keys, and an alias
/// is seen as one, so that a bomb of aliases is counted before it is expanded.
class Builder final : public YAML::EventHandler {
 public:
  Builder(Source const& source, Problems& problems) : source_(source), problems_(problems) {}

  Value take_root() { return std::move(root_); }

  /// The list or map in brackets that is open, if one is.
  std::optional<Spot> open_bracket() const {
    if (stack_.empty() || stack_.back().is_block) return std::nullopt;
    return stack_.back().spot;
  }

  void OnDocumentStart(YAML::Mark const&) override {}
  void OnDocumentEnd() override {}

  void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    Value value;
    value.place = source_.place(spot_of(mark));
    // For a value that is not there the parser gives the place of what comes next.
    if (!stack_.empty() && stack_.back().key) {
      auto const& key = *stack_.back().key;
      if (stack_.back().is_block && value.place.line == key.place.line && value.place.column == key.place.column) {
        problems_.add(key.place, "a ':' is missing after '" + printable(key.key, 60) + "'");
      }
      value.place = key.place;
    } else if (!stack_.empty() && stack_.back().is_block && stack_.back().value.kind == Value::Kind::sequence) {
      if (!source_.is_null(spot_of(mark)))
        value.place = source_.place(source_.empty_item(spot_of(mark), stack_.back().spot));
    }
    add(std::move(value), anchor);
  }

  void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                std::string const& text) override {
    Value value;
    value.kind = Value::Kind::scalar;
    value.place = source_.place(spot_of(mark));
    value.quoted = tag == "!" || tag == kTextTag;
    value.text = text;
    if (auto const quote = source_.unclosed_quote(spot_of(mark))) {
      problems_.add(source_.place(*quote), "this quote is not closed");
      throw Stop{};
    }
    if (tag != kTextTag) check_tag(tag, value.place);
    check_text(text, value.place);
    bool const null =
        !value.quoted && (text == "~" || text == "null" || text == "Null" || text == "NULL" || text.empty());
    if (null) value.kind = Value::Kind::null;
    add(std::move(value), anchor);
  }

  void OnAlias(YAML::Mark const& mark, YAML::anchor_t anchor) override {
    auto const place = source_.place(spot_of(mark));
    auto const found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      problems_.add(place, "an alias inside its own anchor");
      throw Stop{};
    }
    count(found->second.size, place);
    check_depth(stack_.size() + depth_of(found->second.value), place);
    Value copy = found->second.value;
    copy.place = place;
    add(std::move(copy), 0);
  }

  void OnSequenceStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(Value::Kind::sequence, mark, tag == "tag:yaml.org,2002:seq" ? "" : tag, anchor, style);
  }
  void OnMapStart(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(Value::Kind::map, mark, tag == "tag:yaml.org,2002:map" ? "" : tag, anchor, style);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    Value value;
    Spot spot;
    bool is_block;
    YAML::anchor_t anchor;
    std::size_t nodes_before;
    std::optional<Entry> key;  // of a map: the key whose value comes next
    std::set<std::string> keys;
  };
  struct Anchored {
    Value value;
    std::size_t size;
  };

  void count(std::size_t nodes, Place const& where) {
    nodes_ += nodes;
    if (nodes_ <= kMostNodes) return;
    problems_.add(where, "more than 100,000 values (aliases counted as often as they are used)");
    throw Stop{};
  }

  void check_depth(std::size_t depth, Place const& where) {
    if (depth <= kMostDepth) return;
    problems_.add(where, "nested deeper than 64 levels");
    throw Stop{};
  }

  void check_tag(std::string const& tag, Place const& where) {
    constexpr std::string_view standard = "tag:yaml.org,2002:";
    if (tag.empty() || tag == "?" || tag == "!") return;
    auto const shown = tag.starts_with(standard) ? "!!" + tag.substr(standard.size()) : tag;
    problems_.add(where, "the tag '" + printable(shown, 40) + "' is not known here; remove it");
  }

  /// Escapes in double quotes bring in what the file itself may not hold.
  void check_text(std::string_view text, Place const& where) {
    auto at = find_unprintable(text);
    while (at != text.npos && (text[at] == '\n' || text[at] == '\t')) at = find_unprintable(text, at + 1);
    if (at != text.npos) problems_.add(where, "this text holds a control character, or one that turns or hides text");
  }

  void open(Value::Kind kind, YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
            YAML::EmitterStyle::value style) {
    Value value;
    value.kind = kind;
    value.place = source_.place(spot_of(mark));
    check_tag(tag, value.place);
    check_depth(stack_.size() + 1, value.place);
    stack_.push_back({std::move(value), spot_of(mark), style == YAML::EmitterStyle::Block, anchor, nodes_, {}, {}});
  }

  void close() {
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    if (frame.anchor != 0) {
      auto const size = nodes_ - frame.nodes_before + 1;
      count(size, frame.value.place);  // the copy that waits for an alias
      anchors_[frame.anchor] = {frame.value, size};
    }
    add(std::move(frame.value), 0);
  }

  void add(Value value, YAML::anchor_t anchor) {
    count(1, value.place);
    if (anchor != 0) anchors_[anchor] = {value, 1};
    if (stack_.empty()) {
      root_ = std::move(value);
      return;
    }
    auto& frame = stack_.back();
    if (frame.value.kind == Value::Kind::sequence) {
      frame.value.items.push_back(std::move(value));
    } else if (!frame.key) {
      frame.key = read_key(value, frame);
    } else {
      frame.key->value = std::move(value);
      if (!frame.key->key.empty()) frame.value.entries.push_back(std::move(*frame.key));
      frame.key.reset();
    }
  }

  /// The entry that waits for its value; with an empty key where the key is unusable, so that the value is dropped.
  Entry read_key(Value const& value, Frame& frame) {
    Entry entry{"", value.place, {}};
    if (value.kind != Value::Kind::scalar) {
      problems_.add(value.place, "a key must be text, not " + std::string(describe(value.kind)));
    } else if (value.text.empty()) {
      problems_.add(value.place, "a key must not be empty");
    } else if (value.text == "<<") {
      problems_.add(value.place,
                    "merge keys (<<) are not supported; repeat the keys or use an alias for the whole map");
    } else if (!frame.keys.insert(value.text).second) {
      problems_.add(value.place, "the key '" + printable(value.text, 60) + "' stands here twice; keep one");
    } else {
      entry.key = value.text;
    }
    return entry;
  }

  Source const& source_;
  Problems& problems_;
  Value root_;
  std::vector<Frame> stack_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  std::size_t nodes_ = 0;
};

/// What yaml-cpp says, in the words and at the place of someone who edits the file.
Problem explain(YAML::Exception const& error, Source const& source, Builder const& builder) {
  auto const what = printable(error.msg);  // it may quote a part of a character
  if (error.mark.is_null()) return {source.whole(), what};
  auto const spot = spot_of(error.mark);
  auto const says = [&](auto... parts) { return ((what.find(parts) != what.npos) || ...); };
  if (auto const tab = source.tab_in_indentation(spot.line)) {
    return {source.place(*tab), "a tab in the indentation; use spaces"};
  }
  if (says("unknown token", "anchor is not defined", "found in alias", "not found after")) {
    return {source.place(spot), "this can not start a value; put text that begins with @, `, %, * or & in quotes"};
  }
  if (says("flow not found")) {
    auto const bracket = builder.open_bracket().value_or(spot);
    if (source.is_end(spot)) return {source.place(bracket), "this bracket is not closed"};
    return {source.place(spot),
            "a comma is missing here, or the bracket of line " + std::to_string(bracket.line + 1) + " is not closed"};
  }
  if (says("end of map not found", "end of sequence not found", "illegal map value", "illegal block entry")) {
    return {source.place(spot), "the indentation, a colon or a quote is wrong here (" + what + ")"};
  }
  return {source.place(spot), what};
}

}  // namespace

std::optional<Value> build_tree(std::string const& text, Source const& source, Problems& problems) {
  Builder builder(source, problems);
  Builder second(source, problems);
  try {
    std::istringstream in(text);
    YAML::Parser parser(in);
    if (!parser.HandleNextDocument(builder)) return std::nullopt;
    if (parser.HandleNextDocument(second)) {
      problems.add(second.take_root().place,
                   "a second document begins here; check the indentation and remove any '---' or '...' line");
    }
    return builder.take_root();
  } catch (Stop const&) {
    return std::nullopt;
  } catch (YAML::Exception const& error) {
    auto problem = explain(error, source, builder);
    problems.add(std::move(problem.place), std::move(problem.what));
    return std::nullopt;
  }
}

}  // namespace lapwing::config
