// SPDX-License-Identifier: Apache-2.0
#include "github/rows.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <limits>

namespace lapwing::github {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// The wanted paths as a tree of keys; node 0 is the row.
class Paths {
 public:
  explicit Paths(std::span<std::string_view const> fields) : nodes_(1) {
    for (std::size_t field = 0; field < fields.size(); ++field) {
      std::size_t at = 0;
      for (auto const key : split(fields[field], '.')) {
        auto next = child(at, key);
        if (next == kNone) {
          next = nodes_.size();
          nodes_[at].children.emplace_back(std::string(key), next);
          nodes_.emplace_back();
        }
        at = next;
      }
      nodes_[at].field = field;
    }
  }

  std::size_t child(std::size_t node, std::string_view key) const {
    for (auto const& [name, index] : nodes_[node].children) {
      if (name == key) return index;
    }
    return kNone;
  }
  std::size_t field(std::size_t node) const { return nodes_[node].field; }

 private:
  struct Node {
    std::vector<std::pair<std::string, std::size_t>> children;
    std::size_t field = kNone;
  };
  std::vector<Node> nodes_;
};

/// Follows the nesting by a counter alone wherever nothing is wanted.
class Reader : public json::json_sax_t {
 public:
  Reader(std::string_view list, std::span<std::string_view const> fields,
         std::function<void(std::span<Field const>)> const& take)
      : list_(list), paths_(fields), row_(fields.size()), take_(take) {}

  RowsRead read;
  std::string fault;
  std::size_t fault_at = 0;

  bool null() override { return plain(Field()); }
  bool boolean(bool value) override { return plain(Field(value)); }
  bool number_integer(number_integer_t value) override { return plain(Field(std::int64_t(value))); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > number_unsigned_t(std::numeric_limits<std::int64_t>::max())) return plain(Field(double(value)));
    return plain(Field(std::int64_t(value)));
  }
  bool number_float(number_float_t value, string_t const&) override { return plain(Field(double(value))); }
  bool string(string_t& value) override {
    if (!is_wanted()) return true;
    return plain(Field(std::move(value)));
  }
  bool binary(binary_t&) override { return true; }

  bool start_object(std::size_t) override {
    if (++depth_ > kMaxDepth) return refuse("nested deeper than 64");
    if (depth_ == row_depth() && in_list_) {
      for (auto& field : row_) field = Field();
      path_.assign(1, 0);
      in_row_ = true;
    } else if (in_row_ && depth_ == row_depth() + path_.size() && key_ != kNone) {
      path_.push_back(key_);
    }
    key_ = kNone;
    return true;
  }
  bool key(string_t& name) override {
    key_ = kNone;
    if (in_row_) {
      if (depth_ == row_depth() + path_.size() - 1) key_ = paths_.child(path_.back(), name);
    } else if (depth_ == 1 && !list_.empty()) {
      at_list_ = name == list_;
      at_total_ = name == "total_count";
    }
    return true;
  }
  bool end_object() override {
    if (in_row_ && depth_ == row_depth() + path_.size() - 1) {
      path_.pop_back();
      if (path_.empty()) {
        in_row_ = false;
        take_(row_);
      }
    }
    --depth_;
    key_ = kNone;
    return true;
  }
  bool start_array(std::size_t) override {
    if (++depth_ > kMaxDepth) return refuse("nested deeper than 64");
    if (depth_ == row_depth() - 1 && (list_.empty() || at_list_)) in_list_ = read.has_list = true;
    key_ = kNone;
    return true;
  }
  bool end_array() override {
    if (depth_ == row_depth() - 1) in_list_ = at_list_ = false;
    --depth_;
    return true;
  }
  bool parse_error(std::size_t position, std::string const&, json::exception const&) override {
    fault_at = position;
    return refuse("not JSON");
  }

 private:
  std::size_t row_depth() const { return list_.empty() ? 2 : 3; }
  bool refuse(char const* why) {
    if (fault.empty()) fault = why;
    return false;
  }
  bool is_wanted() const { return key_ != kNone && depth_ == row_depth() + path_.size() - 1; }
  bool plain(Field value) {
    if (in_row_) {
      if (is_wanted() && paths_.field(key_) != kNone) row_[paths_.field(key_)] = std::move(value);
    } else if (at_total_ && depth_ == 1) {
      read.total = value.number();
      at_total_ = false;
    }
    key_ = kNone;
    return true;
  }

  std::string_view list_;
  Paths paths_;
  std::vector<Field> row_;
  std::function<void(std::span<Field const>)> const& take_;
  std::size_t depth_ = 0;
  std::size_t key_ = kNone;        // the node of the key whose value comes next
  std::vector<std::size_t> path_;  // the nodes of the open objects that lead somewhere, from the row on
  bool at_list_ = false;
  bool at_total_ = false;
  bool in_list_ = false;
  bool in_row_ = false;
};

}  // namespace

std::string const& Field::text() const {
  static std::string const none;
  auto const* const text = std::get_if<std::string>(&value_);
  return text == nullptr ? none : *text;
}

std::optional<std::int64_t> Field::number() const {
  auto const* const number = std::get_if<std::int64_t>(&value_);
  return number == nullptr ? std::nullopt : std::optional(*number);
}

std::optional<double> Field::real() const {
  if (auto const* const real = std::get_if<double>(&value_)) return *real;
  auto const whole = number();
  return whole ? std::optional(double(*whole)) : std::nullopt;
}

bool Field::flag() const {
  auto const* const flag = std::get_if<bool>(&value_);
  return flag != nullptr && *flag;
}

std::optional<TimePoint> Field::time() const { return parse_timestamp(text()); }

Result<RowsRead> read_rows(std::string_view bytes, std::string_view list, std::span<std::string_view const> fields,
                           std::function<void(std::span<Field const>)> const& take) {
  Reader reader(list, fields, take);
  if (json::sax_parse(bytes.begin(), bytes.end(), &reader)) return reader.read;
  bool const is_cut = reader.fault_at >= bytes.size();
  return Error{ErrorKind::invalid,
               is_cut ? "the answer is cut short after " + std::to_string(bytes.size()) + " bytes"
                      : "the answer is " + reader.fault + " (at byte " + std::to_string(reader.fault_at) + ": '" +
                            printable(bytes.substr(reader.fault_at == 0 ? 0 : reader.fault_at - 1), 30) + "')"};
}

}  // namespace lapwing::github
