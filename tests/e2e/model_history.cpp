// SPDX-License-Identifier: Apache-2.0
#include "e2e/model_history.hpp"

#include "support/folder.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <vector>

namespace lapwing::test {

namespace fs = std::filesystem;
using nlohmann::json;

ModelHistory model_history(fs::path const& models) {
  ModelHistory history;
  std::map<std::string, TimePoint> trained;
  auto const take = [&](json const& one, TimePoint at) {
    auto const number = [&](char const* group, std::vector<char const*> const& keys) -> std::optional<double> {
      if (!one.contains(group)) return std::nullopt;
      for (auto const* const key : keys) {
        if (one[group].contains(key) && one[group][key].is_number()) return one[group][key].get<double>();
      }
      return std::nullopt;
    };
    auto const put = [&](std::string const& metric, std::optional<double> value) {
      if (value) history[metric][at] = *value;
    };
    put("accuracy", number("classification_metrics", {"accuracy", "test_accuracy"}));
    put("f1", number("classification_metrics", {"f1_score", "test_f1_score", "test_f1"}));
    put("precision", number("classification_metrics", {"precision", "test_precision"}));
    put("recall", number("classification_metrics", {"recall", "test_recall"}));
    put("rmse", number("regression_metrics", {"rmse", "test_rmse"}));
    put("r2", number("regression_metrics", {"r2", "test_r2"}));
    auto const tested = number("classification_metrics", {"test_samples"});
    put("test_samples", tested ? tested : number("regression_metrics", {"test_samples"}));
    if (one.contains("n_samples_test")) put("test_samples", one["n_samples_test"].get<double>());
  };
  auto const manifest = json::parse(read_file((models / "manifest.json").string()));
  for (auto const& [version, entry] : manifest["versions"].items()) {
    trained[version] = *parse_timestamp(entry["created_at"].get<std::string>());
    take(entry, trained[version]);
  }
  for (auto const& file : fs::directory_iterator(models)) {
    auto const name = file.path().filename().string();
    if (name.find("metadata") == name.npos) continue;
    auto const one = json::parse(read_file(file.path().string()));
    auto const version = name.substr(0, name.find('_'));
    if (one.contains("created_at"))
      take(one, *parse_timestamp(one["created_at"].get<std::string>()));
    else
      take(one, trained.at(version));
  }
  return history;
}

}  // namespace lapwing::test
