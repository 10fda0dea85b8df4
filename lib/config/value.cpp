// SPDX-License-Identifier: Apache-2.0
#include "config/value.hpp"

#include "config/tree.hpp"

#include <fstream>

namespace lapwing::config {
namespace {

constexpr std::size_t kMostBytes = 1 << 20;

}  // namespace

std::optional<Value> parse_yaml(std::string_view bytes, std::string file_name, Problems& problems) {
  if (bytes.size() > kMostBytes) {
    problems.add({std::make_shared<std::string const>(std::move(file_name))},
                 "the file is larger than 1 MiB; split it");
    return std::nullopt;
  }
  std::string text(bytes);
  if (!text.ends_with('\n')) text += '\n';  // so that a defect in the last line is found as in any other
  Source const source(text, std::move(file_name));
  if (auto bad = source.first_unprintable()) {
    problems.add(std::move(bad->place), std::move(bad->what));
    return std::nullopt;
  }
  auto const before = problems.size();
  auto root = build_tree(text, source, problems);
  if (problems.size() != before) return std::nullopt;
  if (!root || root->kind == Value::Kind::null) {
    problems.add(source.whole(), "the file is empty");
    return std::nullopt;
  }
  if (root->kind != Value::Kind::map) {
    problems.add(root->place, "expected a map (key: value) here, not " + std::string(describe(root->kind)));
    return std::nullopt;
  }
  return root;
}

std::optional<Value> load_yaml(std::string const& path, Problems& problems) {
  auto const file = std::make_shared<std::string const>(path);
  std::ifstream in(path, std::ios::binary);
  std::string bytes(kMostBytes + 1, '\0');
  in.read(bytes.data(), std::streamsize(bytes.size()));
  if (!in.is_open() || in.bad() || (in.gcount() == 0 && !in.eof())) {
    problems.add({file}, "the file can not be read; does it exist, and may this user read it?");
    return std::nullopt;
  }
  bytes.resize(std::size_t(in.gcount()));
  return parse_yaml(bytes, path, problems);
}

std::string_view describe(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::null:
      return "nothing";
    case Value::Kind::scalar:
      return "text";
    case Value::Kind::sequence:
      return "a list";
    case Value::Kind::map:
      return "a map";
  }
  return "";
}

}  // namespace lapwing::config
