// SPDX-License-Identifier: Apache-2.0
#include "poll/model_cursor.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <tuple>

namespace lapwing::poll {
namespace {

using nlohmann::json;
using Taken = ModelCursor::Taken;

constexpr char const* kFormat = "model_metrics/1";                                                    // stored
constexpr std::array kLists{std::pair{"taken", Taken::whole}, std::pair{"in_part", Taken::in_part}};  // stored

}  // namespace

ModelCursor ModelCursor::from_text(std::string_view text) {
  auto const root = json::parse(text, nullptr, /*allow_exceptions=*/false);
  ModelCursor cursor;
  if (!root.is_object() || root.value("format", json{}) != kFormat) return cursor;
  for (auto const& [name, how] : kLists) {
    auto const models = root.value(name, json::object());
    if (!models.is_object()) return {};
    for (auto const& [model, versions] : models.items()) {
      if (!versions.is_array()) return {};
      for (auto const& version : versions) {
        if (!version.is_string()) return {};
        cursor.take(model, version, how);
      }
    }
  }
  return cursor;
}

std::string ModelCursor::to_text() const {
  json root{{"format", kFormat}};
  for (auto const& [name, how] : kLists) {
    auto& models = root[name] = json::object();
    for (auto const& [key, taken] : versions_) {
      if (taken == how) models[key.first].push_back(key.second);
    }
  }
  return root.dump(-1, ' ', false, json::error_handler_t::replace);
}

ModelCursor::Taken ModelCursor::taken(std::string const& model, std::string const& version) const {
  auto const found = versions_.find({model, version});
  return found == versions_.end() ? Taken::no : found->second;
}

void ModelCursor::take(std::string const& model, std::string const& version, Taken how) {
  versions_[{model, version}] = how;
}

void ModelCursor::keep_absent(ModelCursor const& before, std::size_t limit) {
  for (auto at = before.versions_.rbegin(); at != before.versions_.rend() && versions_.size() < limit; ++at) {
    versions_.insert(*at);
  }
}

}  // namespace lapwing::poll
