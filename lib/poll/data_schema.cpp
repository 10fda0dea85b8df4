// SPDX-License-Identifier: Apache-2.0
#include "poll/data_schema.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace lapwing::poll {
namespace {

std::map<std::string, std::size_t> places_of(DataMemory const& memory) {
  std::map<std::string, std::size_t> places;
  for (auto const& [name, type] : memory.schema) places.emplace(name, places.size());
  return places;
}

/// Marks a longest increasing run of the numbers (not necessarily neighbours): what kept its order.
std::vector<bool> longest_increasing(std::vector<std::size_t> const& numbers) {
  constexpr auto kNone = static_cast<std::size_t>(-1);
  std::vector<std::size_t> tails;  // tails[n]: where the smallest end of a run of n + 1 numbers stands
  std::vector<std::size_t> before(numbers.size(), kNone);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    auto const at = std::ranges::lower_bound(tails, numbers[i], {}, [&](std::size_t tail) { return numbers[tail]; });
    if (at != tails.begin()) before[i] = *(at - 1);
    if (at == tails.end())
      tails.push_back(i);
    else
      *at = i;
  }
  std::vector<bool> kept(numbers.size(), false);
  for (auto i = tails.empty() ? kNone : tails.back(); i != kNone; i = before[i]) kept[i] = true;
  return kept;
}

void tell(std::string& out, std::string_view what, std::vector<std::string> names) {
  if (names.empty()) return;
  if (names.size() > 10) {
    auto const more = names.size() - 10;
    names.resize(10);
    names.push_back(std::to_string(more) + " more");
  }
  if (!out.empty()) out += "; ";
  out.append(what).append(": ").append(list_of(names));
}

}  // namespace

std::string DataMemory::to_cursor() const {
  nlohmann::json columns = nlohmann::json::array();
  for (auto const& [name, type] : schema) columns.push_back({name, name_of(type)});
  nlohmann::json const cursor{{"schema", columns}, {"missing", with_missing}, {"type_errors", with_type_errors}};
  return cursor.dump();
}

std::optional<DataMemory> DataMemory::from_cursor(std::string const& cursor) {
  auto const json = nlohmann::json::parse(cursor, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  try {
    DataMemory memory;
    for (auto const& column : json.at("schema")) {
      memory.schema.emplace_back(column.at(0).get<std::string>(), parse_cell_type(column.at(1).get<std::string>()));
    }
    memory.with_missing = json.at("missing").get<std::set<std::string>>();
    memory.with_type_errors = json.at("type_errors").get<std::set<std::string>>();
    return memory;
  } catch (nlohmann::json::exception const&) {
    return std::nullopt;
  }
}

DataMemory DataMemory::after(std::optional<DataMemory> const& before, Quality const& now) {
  DataMemory memory;
  std::map<std::string, CellType> earlier;
  if (before) {
    memory.with_missing = before->with_missing;
    memory.with_type_errors = before->with_type_errors;
    earlier.insert(before->schema.begin(), before->schema.end());
  }
  std::set<std::string> present;
  for (auto const& column : now.columns) {
    auto const known = earlier.find(column.name);
    bool const keep = column.type == CellType::unknown && known != earlier.end();
    memory.schema.emplace_back(column.name, keep ? known->second : column.type);
    present.insert(column.name);
    if (column.missing > 0) memory.with_missing.insert(column.name);
    if (column.type_errors > 0) memory.with_type_errors.insert(column.name);
  }
  // A column that is gone has no series to bring back to 0.
  std::erase_if(memory.with_missing, [&](auto const& name) { return !present.contains(name); });
  std::erase_if(memory.with_type_errors, [&](auto const& name) { return !present.contains(name); });
  return memory;
}

std::string SchemaChanges::to_string() const {
  std::string out;
  tell(out, "added", added);
  tell(out, "removed", removed);
  tell(out, "moved", moved);
  tell(out, "of another type", retyped);
  return out;
}

SchemaChanges compare(DataMemory const& before, DataMemory const& now) {
  auto const old_places = places_of(before), new_places = places_of(now);
  SchemaChanges changes;
  for (auto const& [name, type] : before.schema) {
    if (!new_places.contains(name)) changes.removed.push_back(name);
  }
  std::vector<std::size_t> common;  // old places, in the new order
  std::vector<std::string> common_names;
  for (auto const& [name, type] : now.schema) {
    auto const old = old_places.find(name);
    if (old == old_places.end()) {
      changes.added.push_back(name);
      continue;
    }
    common.push_back(old->second);
    common_names.push_back(name);
    auto const was = before.schema[old->second].second;
    if (type != was && type != CellType::unknown && was != CellType::unknown) {
      changes.retyped.push_back(name + " (" + std::string(name_of(was)) + " to " + std::string(name_of(type)) + ")");
    }
  }
  auto const kept = longest_increasing(common);
  for (std::size_t i = 0; i < common.size(); ++i) {
    if (!kept[i]) changes.moved.push_back(common_names[i]);
  }
  return changes;
}

}  // namespace lapwing::poll
