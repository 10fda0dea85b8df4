// SPDX-License-Identifier: Apache-2.0
#include "github/repository.hpp"

#include "core/text.hpp"
#include "github/json.hpp"
#include "github/rows.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace lapwing::github {

Result<Repository> parse_repository(std::string_view bytes) {
  auto const body = parse_json(bytes);
  if (!body) return body.error();
  Repository repository;
  repository.id = number_at(*body, "id").value_or(0);
  repository.full_name = text_at(*body, "full_name");
  repository.default_branch = text_at(*body, "default_branch");
  repository.is_private = flag_at(*body, "private");
  if (auto const* const owner = object_at(*body, "owner")) {
    repository.owner = text_at(*owner, "login");
    repository.is_owned_by_organization = text_at(*owner, "type") == "Organization";
  }
  if (repository.id <= 0 || repository.full_name.empty())
    return Error{ErrorKind::invalid, "the answer is no repository"};
  return repository;
}

Result<std::vector<Workflow>> parse_workflows(std::string_view bytes) {
  constexpr std::array<std::string_view, 4> fields{"id", "name", "path", "state"};
  std::vector<Workflow> out;
  auto const read = read_rows(bytes, "workflows", fields, [&](std::span<Field const> row) {
    auto const id = row[0].number();
    if (!id) return;
    out.push_back({*id, printable(row[1].text(), 200), printable(row[2].text(), 200), printable(row[3].text(), 60)});
  });
  if (!read) return read.error();
  if (!read->has_list) return Error{ErrorKind::invalid, "the answer holds no list of workflows"};
  return out;
}

Result<std::vector<Artifact>> parse_artifacts(std::string_view bytes) {
  constexpr std::array<std::string_view, 3> fields{"name", "size_in_bytes", "expired"};
  std::vector<Artifact> out;
  auto const read = read_rows(bytes, "artifacts", fields, [&](std::span<Field const> row) {
    auto const size = row[1].number();
    if (size && *size >= 0) out.push_back({printable(row[0].text(), 100), *size, row[2].flag()});
  });
  if (!read) return read.error();
  if (!read->has_list) return Error{ErrorKind::invalid, "the answer holds no list of artifacts"};
  return out;
}

Result<std::int64_t> parse_cache_usage(std::string_view bytes) {
  auto const body = parse_json(bytes);
  if (!body) return body.error();
  auto const size = number_at(*body, "active_caches_size_in_bytes");
  if (!size || *size < 0) return Error{ErrorKind::invalid, "the answer does not say how large the caches are"};
  return *size;
}

}  // namespace lapwing::github
