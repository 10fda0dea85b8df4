// SPDX-License-Identifier: Apache-2.0
#include "app/history_import.hpp"

#include "core/text.hpp"
#include "exchange/row_parser.hpp"
#include "poll/byte_source.hpp"
#include "poll/lenient_json.hpp"
#include "poll/line_reader.hpp"
#include "poll/model_report.hpp"

#include <algorithm>
#include <filesystem>

namespace lapwing::app {
namespace {

using exchange::Format;

/// What the samples go through on their way: instants that can not be are left out, the rest is handed over.
class Intake {
 public:
  Intake(ImportWish const& wish, std::function<Result<Taken>(std::vector<Sample>)> const& take)
      : wish_(wish), take_(take) {}

  void skip(std::string reason) {
    ++imported_.skipped;
    if (imported_.reasons.size() < kMostReasons) imported_.reasons.push_back(std::move(reason));
  }
  /// `where` begins the reason why it is skipped, if it is.
  Result<void> add(Sample sample, std::string const& where) {
    if (sample.at > wish_.newest) {
      skip(where + "its time, " + format_utc(sample.at) + ", lies in the future");
      return {};
    }
    ++imported_.samples;
    if (sample.at < wish_.oldest) {
      ++imported_.too_old;
      return {};
    }
    batch_.push_back(std::move(sample));
    return batch_.size() < wish_.batch ? Result<void>() : flush();
  }
  Result<void> flush() {
    if (batch_.empty()) return {};
    auto const taken = take_(std::exchange(batch_, {}));
    if (!taken) return taken.error();
    imported_.taken.added += taken->added;
    imported_.taken.changed += taken->changed;
    return {};
  }
  void remark(std::string text) { imported_.remark = std::move(text); }
  void skip_more(std::size_t count) { imported_.skipped += count; }
  Imported const& imported() const { return imported_; }

 private:
  ImportWish const& wish_;
  std::function<Result<Taken>(std::vector<Sample>)> const& take_;
  std::vector<Sample> batch_;
  Imported imported_;
};

/// The bytes of a file, and how far they have come.
class Bytes {
 public:
  static Result<Bytes> open(std::string const& file) {
    auto source = poll::ByteSource::open(file, {});
    if (!source) return source.error();
    std::error_code ignored;
    auto const size = std::filesystem::file_size(file, ignored);
    return Bytes(*std::move(source), ignored ? 0 : double(size));
  }
  Result<std::size_t> read(std::span<char> into) {
    auto const count = source_.read(into);
    if (count) read_ += double(*count);
    return count;
  }
  /// Of a packed file a guess: text packs to about a tenth.
  double done(std::string const& file) const {
    auto const all = file.ends_with(".gz") ? size_ * 10 : size_;
    return all == 0 ? 0 : std::min(read_ / all, 1.);
  }

 private:
  Bytes(poll::ByteSource source, double size) : source_(std::move(source)), size_(size) {}
  poll::ByteSource source_;
  double size_;
  double read_ = 0;
};

Error in(std::string const& file, Error error) { return {error.kind, file + ": " + error.message}; }

std::string_view without_byte_order_mark(std::string_view text) {
  return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

/// The first line that is not blank. Errors: there is none.
Result<std::string> first_line_of(std::string const& file) {
  auto bytes = Bytes::open(file);
  if (!bytes) return bytes.error();
  poll::LineReader lines([&](std::span<char> into) { return bytes->read(into); });
  for (;;) {
    auto const more = lines.next();
    if (!more) return in(file, more.error());
    if (!*more) return Error{ErrorKind::invalid, file + ": holds nothing but blank lines"};
    if (auto const line = trim(without_byte_order_mark(lines.line())); !line.empty()) return std::string(line);
  }
}

Result<void> import_rows(ImportWish const& wish, Format format, std::string const& first_line, Intake& intake,
                         std::function<void(double)> const& progress) {
  auto bytes = Bytes::open(wish.file);
  if (!bytes) return bytes.error();
  exchange::RowParser parser(format);
  if (auto const begun = parser.begin(first_line); !begun) return in(wish.file, begun.error());
  poll::LineReader lines([&](std::span<char> into) { return bytes->read(into); });
  for (;;) {
    auto const more = lines.next();
    if (!more) return in(wish.file, more.error());
    if (!*more) return intake.flush();
    auto const where = [&] { return "line " + std::to_string(lines.number()) + ": "; };
    auto row = parser.parse(lines.line());
    if (!row) {
      intake.skip(where() + row.error().message);
      continue;
    }
    if (!*row) continue;
    Sample sample{std::move((*row)->metric), std::move((*row)->labels), (*row)->value, (*row)->at, {}};
    auto const added = intake.add(std::move(sample), where());
    if (!added) return added;
    if (lines.number() % 1000 == 0) progress(bytes->done(wish.file));
  }
}

Result<std::string> whole(std::string const& file) {
  auto bytes = Bytes::open(file);
  if (!bytes) return bytes.error();
  std::string text;
  std::string piece(64 * 1024, '\0');
  for (;;) {
    auto const count = bytes->read(piece);
    if (!count) return count.error();
    if (*count == 0) return text;
    text.append(piece, 0, *count);
    if (text.size() > poll::kMaxJsonBytes)
      return Error{ErrorKind::too_large,
                   file + ": a performance history of more than 16 MiB can not be read; split it"};
  }
}

/// The whole is needed to tell which versions are comparable with one another.
Result<void> import_performance_history(ImportWish const& wish, Intake& intake) {
  auto const text = whole(wish.file);
  if (!text) return text.error();
  poll::ModelMetricsOptions options;
  options.model = wish.model;
  options.expect.clear();
  poll::ModelSources sources(options.selectors, options.model);
  sources.add_history(without_byte_order_mark(*text), std::filesystem::path(wish.file).filename().string());
  auto const reading = std::move(sources).merge();
  for (auto const& reason : reading.faults.some) intake.skip(reason);
  intake.skip_more(reading.faults.count - reading.faults.some.size());
  intake.remark(reading.remark);
  for (auto const& version : reading.versions) {
    if (version.model.empty())
      return Error{ErrorKind::invalid,
                   wish.file + ": its rows do not say which model they are about; give --model NAME"};
    for (auto const& [index, reason] : version.refused) intake.skip("version " + version.version + ": " + reason);
  }
  auto report = poll::report_models(reading, options, "", wish.newest);
  for (auto& sample : report.samples) {
    if (sample.metric == "model.age" || sample.metric == "model.unreadable_files") continue;  // of now, not of the file
    auto const added = intake.add(std::move(sample), "");
    if (!added) return added;
  }
  return intake.flush();
}

}  // namespace

Result<Imported> import_file(ImportWish const& wish, std::function<Result<Taken>(std::vector<Sample>)> const& take,
                             std::function<void(double)> const& progress) {
  auto const first_line = first_line_of(wish.file);
  if (!first_line) return first_line.error();
  auto const format = wish.format || wish.is_performance_history ? wish.format : exchange::guess_format(*first_line);
  bool const is_json = first_line->find_first_of("{[") == 0;
  if (!format && !wish.is_performance_history && !is_json) {
    return Error{ErrorKind::invalid, wish.file +
                                         ": is neither CSV, JSONL or OpenMetrics as `lapwing history export` "
                                         "writes them, nor a performance history; it begins with '" +
                                         printable(*first_line, 60) + "'"};
  }
  Intake intake(wish, take);
  auto const done =
      format ? import_rows(wish, *format, *first_line, intake, progress) : import_performance_history(wish, intake);
  if (!done) return done.error();
  return intake.imported();
}

}  // namespace lapwing::app
