// SPDX-License-Identifier: Apache-2.0
#include "app/history_file.hpp"

#include "core/text.hpp"

#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>

namespace lapwing::app {

using boost::asio::awaitable;
using nlohmann::ordered_json;

namespace {

struct Key {
  char const* name;    ///< the guide's
  char const* metric;  ///< ours
};

constexpr std::array kKeys{Key{"accuracy", "model.accuracy"},
                           Key{"f1_score", "model.f1"},
                           Key{"rmse", "model.rmse"},
                           Key{"r_squared", "model.r2"},
                           Key{"training_samples", "model.training_samples"},
                           Key{"test_samples", "model.test_samples"}};

/// A line is shorter than this.
constexpr off_t kTail = 4096;

/// An open file, closed at the end.
struct File {
  File(std::string const& path, int flags) : descriptor(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  File(File const&) = delete;
  File& operator=(File const&) = delete;
  ~File() {
    if (descriptor >= 0) ::close(descriptor);
  }
  int descriptor;
};

Error refused(std::string const& path, std::string_view what) {
  return {ErrorKind::unreadable, "history_file " + path + " can not be " + std::string(what) + ": " +
                                     std::strerror(errno) + "; let lapwing's user write there, or name another file"};
}

/// The end of the file, from some byte on.
Result<std::string> tail_of(std::string const& path) {
  File const file(path, O_RDONLY);
  if (file.descriptor < 0) {
    if (errno == ENOENT) return std::string();
    return refused(path, "read");
  }
  auto const size = ::lseek(file.descriptor, 0, SEEK_END);
  std::string tail(std::size_t(std::min(std::max<off_t>(size, 0), kTail)), '\0');
  auto const got = ::pread(file.descriptor, tail.data(), tail.size(), std::max<off_t>(size - kTail, 0));
  if (size < 0 || got < 0) return refused(path, "read");
  tail.resize(std::size_t(got));
  return tail;
}

}  // namespace

std::string history_lines(std::function<std::vector<poll::NewestSample>(std::string const& metric)> const& newest,
                          TimePoint at) {
  std::map<std::string, std::map<std::string, double>> models;
  for (auto const& key : kKeys) {
    for (auto const& sample : newest(key.metric))
      models[std::string(sample.labels.get("model"))][key.name] = sample.value;
  }
  auto stamp = format_utc(std::chrono::floor<std::chrono::seconds>(at));
  stamp.pop_back();  // the Z
  std::string out;
  for (auto const& [model, values] : models) {
    auto line = ordered_json::object();
    line["timestamp"] = stamp;
    for (auto const& key : kKeys) {
      auto const found = values.find(key.name);
      bool const is_count = std::string_view(key.name).ends_with("_samples");
      if (found == values.end())
        line[key.name] = nullptr;
      else if (is_count)
        line[key.name] = std::int64_t(found->second);
      else
        line[key.name] = found->second;
    }
    line["model"] = model;
    out += line.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
  }
  return out;
}

Result<std::optional<TimePoint>> last_history_line(std::string const& path) {
  auto const tail = tail_of(path);
  if (!tail) return tail.error();
  auto const lines = split(*tail, '\n');
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    auto const read = ordered_json::parse(*line, nullptr, false);
    if (!read.is_object() || !read.contains("timestamp") || !read["timestamp"].is_string()) continue;
    auto const text = read["timestamp"].get<std::string>();
    if (auto const at = parse_timestamp(text)) return at;
  }
  return std::optional<TimePoint>();
}

Result<void> append_history(std::string const& path, std::string const& lines) {
  if (lines.empty()) return {};
  auto const tail = tail_of(path);
  if (!tail) return tail.error();
  auto const text = (tail->empty() || tail->ends_with('\n') ? "" : "\n") + lines;
  File const file(path, O_WRONLY | O_CREAT | O_APPEND);
  if (file.descriptor < 0) return refused(path, "written");
  auto const written = ::write(file.descriptor, text.data(), text.size());
  if (written != ssize_t(text.size())) {
    if (written >= 0) errno = ENOSPC;
    return refused(path, "written");
  }
  return {};
}

HistoryFile::HistoryFile(Services& services, Pipeline& pipeline, std::string path, Zone zone)
    : services_(services),
      pipeline_(pipeline),
      path_(std::move(path)),
      zone_(zone),
      agenda_(*Schedule::parse("hourly at :00", ""), CatchUp::skip),
      alarm_(services.clock.make_alarm()) {}

awaitable<void> HistoryFile::run() {
  co_await restore();
  while (!stopping_) {
    auto const now = services_.clock.now();
    auto const due = agenda_.take(now, zone_);
    if (due) {
      auto const slot = due->slot;
      co_await write(slot);
      if (stopping_) break;
    }
    auto const next = agenda_.next(services_.clock.now(), zone_);
    co_await alarm_->wait_until(next);
  }
}

void HistoryFile::stop() {
  stopping_ = true;
  alarm_->ring();
}

/// From the file itself: what stands in it is done.
awaitable<void> HistoryFile::restore() {
  auto const path = path_;
  auto read = [path] { return last_history_line(path); };
  auto const last = co_await services_.workers.run(std::move(read));
  auto const now = services_.clock.now();
  agenda_.restore(last && *last ? std::max(now, **last) : now);
}

awaitable<void> HistoryFile::write(TimePoint slot) {
  auto const newest = [this](std::string const& metric) { return pipeline_.newest(metric); };
  auto const lines = history_lines(newest, slot);
  auto const path = path_;
  auto append = [path, lines] { return append_history(path, lines); };
  auto const written = co_await services_.workers.run(std::move(append));
  report(written);
}

void HistoryFile::report(Result<void> const& written) {
  auto const error = written ? std::string() : services_.redact(written.error().message);
  Arrived arrived;
  arrived.report.samples.push_back(
      {"history_file.success", {}, written ? 1. : 0., services_.clock.now(), Untrusted(error)});
  pipeline_.push(std::move(arrived));
  if (error == error_) return;
  if (error.empty())
    spdlog::info("history file is written again file={}", path_);
  else
    spdlog::error("history file not written error=\"{}\" next=\"tried again at the next hour\"", printable(error));
  error_ = error;
}

}  // namespace lapwing::app
