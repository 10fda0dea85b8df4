// SPDX-License-Identifier: Apache-2.0
// Any bytes as a configuration file: a sound tree within its limits or a problem with a place in the file, never both.
#include "config/map_reader.hpp"
#include "config/value.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <set>

namespace {

using namespace lapwing;
using namespace lapwing::config;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(Place const& place, std::string_view bytes) {
  auto const lines = int(std::ranges::count(bytes, '\n')) + 2;
  require(place.file != nullptr && place.line >= 0 && place.line <= lines && place.column >= 0 &&
          place.column <= int(bytes.size()) + 2);
}

void check(Value const& value, std::string_view bytes, int depth, std::size_t& nodes) {
  require(depth <= 64 && ++nodes <= 100'000);
  check(value.place, bytes);
  require(value.kind == Value::Kind::scalar || value.text.empty());
  for (auto const& item : value.items) check(item, bytes, depth + 1, nodes);
  std::set<std::string_view> keys;
  for (auto const& entry : value.entries) {
    require(!entry.key.empty() && keys.insert(entry.key).second);
    check(entry.place, bytes);
    check(entry.value, bytes, depth + 1, nodes);
  }
}

/// Asks for every key as every type that looks nothing up; a key that no program would ask for stays unknown.
void read(Value const& root) {
  Redactor redactor;
  References references([](std::string const&) { return std::string(); }, redactor);
  Problems problems;
  MapReader map(root, "file", {problems, references});
  for (auto const& entry : root.entries) {
    if (find_unprintable(entry.key) != entry.key.npos) continue;
    map.flag(entry.key, true);
    map.whole(entry.key, 1, 0, 10);
    map.duration(entry.key, Duration{1});
    map.choice(entry.key, {"csv", "jsonl"}, 0);
    for (auto const unit : {Unit::ratio, Unit::points, Unit::count}) map.quantity(entry.key, unit);
    for (auto& [name, inner] : map.named_maps(entry.key)) inner.finish();
  }
  map.finish();
  for (auto const& problem : problems.list()) require(printable(problem.what, 100'000) == problem.what);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const bytes(reinterpret_cast<char const*>(data), size);
  Problems problems;
  auto const root = parse_yaml(bytes, "fuzz.yaml", problems);
  require(root.has_value() == problems.empty());
  for (auto const& problem : problems.list()) {
    check(problem.place, bytes);
    require(printable(problem.what, 100'000) == problem.what);
  }
  if (root) {
    std::size_t nodes = 0;
    check(*root, bytes, 0, nodes);
    read(*root);
  }
  return 0;
}
