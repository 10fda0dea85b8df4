// SPDX-License-Identifier: Apache-2.0
#include "poll/security_json.hpp"

#include "core/text.hpp"
#include "poll/lenient_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <istream>
#include <optional>
#include <streambuf>
#include <utility>
#include <vector>

namespace lapwing::poll {
namespace {

using nlohmann::json;

constexpr std::size_t kMostCharacters = 500;
constexpr std::size_t kHead = 64;

/// The reader as the stream that the library wants. An error of the reader looks like the end, and is kept.
class ReportBytes final : public std::streambuf {
 public:
  ReportBytes(ReadBytes read, std::size_t limit) : read_(std::move(read)), limit_(limit) {}

  std::optional<Error> const& error() const { return error_; }
  bool ended() const { return ended_; }
  std::size_t total() const { return total_; }
  std::string_view head() const { return head_; }  ///< the first bytes
  bool holds_nul() const { return holds_nul_; }    ///< which the library takes for the end

 protected:
  int_type underflow() override {
    if (error_ || ended_) return traits_type::eof();
    auto const count = read_(chunk_);
    if (!count) {
      error_ = count.error();
      return traits_type::eof();
    }
    ended_ = *count == 0;
    total_ += *count;
    if (total_ > limit_)
      error_ = Error{ErrorKind::too_large, "larger than " + std::to_string(limit_ >> 20) + " MiB, not read on"};
    if (ended_ || error_) return traits_type::eof();
    head_.append(chunk_.data(), std::min(*count, kHead - head_.size()));
    holds_nul_ |= std::memchr(chunk_.data(), 0, *count) != nullptr;
    setg(chunk_.data(), chunk_.data(), chunk_.data() + *count);
    return traits_type::to_int_type(chunk_[0]);
  }

 private:
  ReadBytes read_;
  std::size_t limit_;
  std::array<char, std::size_t{64} << 10> chunk_;
  std::string head_;
  bool holds_nul_ = false;
  std::size_t total_ = 0;
  bool ended_ = false;
  std::optional<Error> error_;
};

/// Builds the tree of what is kept. `false` from any of these ends the reading.
class Keeper final : public nlohmann::json_sax<json> {
 public:
  Keeper(std::span<std::string_view const> keys, std::size_t most) : keys_(keys), most_(most) {}

  json take() { return std::move(root_); }
  std::string const& fault() const { return fault_; }
  std::size_t position() const { return position_; }  ///< of a fault of the text: bytes read until then

  bool null() override { return keep(nullptr); }
  bool boolean(bool value) override { return keep(value); }
  bool number_integer(number_integer_t value) override { return keep(value); }
  bool number_unsigned(number_unsigned_t value) override { return keep(value); }
  bool number_float(number_float_t value, string_t const&) override { return keep(value); }
  bool string(string_t& value) override {
    if (!is_wanted()) return true;
    return keep(value.size() > kMostCharacters ? cut(value, kMostCharacters) : std::move(value));
  }
  bool binary(binary_t&) override { return true; }  // JSON text has none
  bool start_object(std::size_t) override { return open(json::object()); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    if (skipped_ > 0) return true;
    member_wanted_ = std::ranges::find(keys_, std::string_view(name)) != keys_.end();
    if (member_wanted_) key_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, std::string const&, json::exception const& error) override {
    position_ = position;
    std::string_view const what = error.what();
    auto const from = what.find("line ");
    auto const to = what.find(':', from);  // "… parse error at line 3, column 7: syntax error …"
    if (dynamic_cast<json::out_of_range const*>(&error) != nullptr)
      fault_ = "holds a number out of range";
    else
      fault_ = "not JSON" + (to == what.npos ? "" : " at " + std::string(what.substr(from, to - from)));
    return false;
  }

 private:
  bool is_wanted() const { return skipped_ == 0 && (open_.empty() || open_.back()->is_array() || member_wanted_); }

  bool keep(json value) { return !is_wanted() || add(std::move(value)) != nullptr; }

  json* add(json value) {
    if (++kept_ > most_) {
      fault_ = "holds more than " + std::to_string(most_) + " values; no scan finds that much";
      return nullptr;
    }
    if (open_.empty()) return &(root_ = std::move(value));
    auto& in = *open_.back();
    if (in.is_array()) return &in.get_ref<json::array_t&>().emplace_back(std::move(value));
    return &(in[key_] = std::move(value));
  }

  bool open(json value) {
    if (++depth_ > kMaxJsonDepth) {
      fault_ = "nested deeper than " + std::to_string(kMaxJsonDepth);
      return false;
    }
    if (!is_wanted()) {
      ++skipped_;
      return true;
    }
    auto* const place = add(std::move(value));
    if (place != nullptr) open_.push_back(place);
    return place != nullptr;
  }

  bool close() {
    --depth_;
    if (skipped_ > 0)
      --skipped_;
    else
      open_.pop_back();
    return true;
  }

  std::span<std::string_view const> keys_;
  std::size_t most_;
  json root_;
  std::vector<json*>
      open_;  // kept objects and arrays, the innermost last; each is the newest element of the one before
  std::string key_;
  bool member_wanted_ = false;
  std::size_t skipped_ = 0;  // how many that are not kept are open
  std::size_t depth_ = 0;
  std::size_t kept_ = 0;
  std::string fault_;
  std::size_t position_ = 0;
};

/// Why a text is no JSON, by what scanners and shells are known to leave behind.
std::string reason(ReportBytes const& bytes, Keeper const& keeper) {
  auto const head = bytes.head();
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF"))
    return "is UTF-16, as PowerShell's > writes it; let the scanner write the file with --output";
  if (bytes.holds_nul()) return "holds a NUL byte (a lost write or a binary file); scan again";
  auto const begin = trim(head.starts_with("\xEF\xBB\xBF") ? head.substr(3) : head);
  if (begin.empty()) return "holds nothing but blanks; the scan was interrupted, or is being written";
  if (begin[0] != '{' && begin[0] != '[')
    return "is no JSON, it begins with '" + printable(begin, 30) + "'; scan with --format json or --format sarif";
  bool const cut_short = bytes.ended() && keeper.position() > bytes.total();
  return cut_short ? "ends in the middle; the scan was interrupted, or is being written" : keeper.fault();
}

}  // namespace

Result<json> read_report(ReadBytes read, std::string_view file, std::span<std::string_view const> keys,
                         ReportLimits limits) {
  ReportBytes bytes(std::move(read), limits.bytes);
  std::istream stream(&bytes);
  Keeper keeper(keys, limits.values);
  bool const whole = json::sax_parse(stream, &keeper);
  auto const named = [file](std::string const& what) { return printable(file) + ": " + what; };
  if (bytes.error()) {
    auto error = *bytes.error();
    if (error.kind == ErrorKind::too_large) error.message = named(error.message);
    return error;
  }
  if (!whole || bytes.holds_nul()) return Error{ErrorKind::invalid, named(reason(bytes, keeper))};
  return keeper.take();
}

json const& member(json const& value, std::string_view key) {
  static json const absent;
  if (!value.is_object()) return absent;
  auto const found = value.find(key);
  return found == value.end() ? absent : *found;
}

std::string text_of(json const& value, std::string_view key) {
  auto const& text = member(value, key);
  return text.is_string() ? text.get_ref<std::string const&>() : "";
}

std::size_t count_of(json const& value, std::string_view key) {
  auto const& number = member(value, key);
  return number.is_number_unsigned() ? number.get<std::size_t>() : 0;
}

}  // namespace lapwing::poll
