// SPDX-License-Identifier: Apache-2.0
#include "support/loopback_sink.hpp"

#include "core/text.hpp"

#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <list>
#include <mutex>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <utility>

namespace lapwing::test {

namespace {

using namespace std::chrono_literals;
using Answer = LoopbackSink::Answer;
using Request = LoopbackSink::Request;
using Context = std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)>;

Context make_context(LoopbackSink::Options const& options) {
  Context context(nullptr, &::SSL_CTX_free);
  if (!options.certificate) return context;
  context.reset(::SSL_CTX_new(::TLS_server_method()));
  if (options.is_limited_to_tls_1_1) {
    ::SSL_CTX_set_security_level(context.get(), 0);
    ::SSL_CTX_set_min_proto_version(context.get(), TLS1_1_VERSION);
    ::SSL_CTX_set_max_proto_version(context.get(), TLS1_1_VERSION);
  }
  auto const open = [](std::string const& pem) {
    return std::unique_ptr<BIO, decltype(&::BIO_free_all)>(::BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                           &::BIO_free_all);
  };
  std::unique_ptr<X509, decltype(&::X509_free)> const certificate(
      ::PEM_read_bio_X509(open(options.certificate->pem).get(), nullptr, nullptr, nullptr), &::X509_free);
  std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)> const key(
      ::PEM_read_bio_PrivateKey(open(options.certificate->key_pem).get(), nullptr, nullptr, nullptr), &::EVP_PKEY_free);
  if (::SSL_CTX_use_certificate(context.get(), certificate.get()) != 1 ||
      ::SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) {
    throw std::runtime_error("LoopbackSink: unusable certificate");
  }
  return context;
}

/// One accepted socket, with TLS above it once `secure` was called.
class Wire {
 public:
  explicit Wire(int socket) : socket_(socket) {}
  Wire(Wire const&) = delete;
  Wire& operator=(Wire const&) = delete;
  ~Wire() {
    ::SSL_free(tls_);
    ::close(socket_);
  }

  bool secure(SSL_CTX* context) {
    tls_ = ::SSL_new(context);
    ::SSL_set_fd(tls_, socket_);
    return ::SSL_accept(tls_) == 1;
  }

  /// Appends what has come; false at the end.
  bool read(std::string& into) {
    char part[16384];
    auto const count =
        tls_ != nullptr ? ::SSL_read(tls_, part, sizeof part) : static_cast<int>(::recv(socket_, part, sizeof part, 0));
    if (count <= 0) return false;
    into.append(part, static_cast<std::size_t>(count));
    return true;
  }

  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      auto const size = std::min<std::size_t>(bytes.size(), 1 << 20);
      auto const count = tls_ != nullptr ? ::SSL_write(tls_, bytes.data(), static_cast<int>(size))
                                         : static_cast<int>(::send(socket_, bytes.data(), size, MSG_NOSIGNAL));
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  void end(Answer::Ending how) {
    if (how == Answer::Ending::close_notify && tls_ != nullptr) ::SSL_shutdown(tls_);
    linger const at_once{.l_onoff = 1, .l_linger = 0};
    if (how == Answer::Ending::reset) ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }

 private:
  int socket_;
  SSL* tls_ = nullptr;
};

/// Takes one whole request off the front of `bytes`, reading more as needed; absent at the end of the connection.
std::optional<Request> read_request(Wire& wire, std::string& bytes) {
  std::size_t head;
  while ((head = bytes.find("\r\n\r\n")) == std::string::npos) {
    if (!wire.read(bytes)) return std::nullopt;
  }
  Request request{};
  auto const lines = split(std::string_view(bytes).substr(0, head), '\n');
  auto const words = split(trim(lines.at(0)), ' ');
  request.method = words.at(0);
  request.target = words.at(1);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    auto const colon = lines[i].find(':');
    request.headers.emplace_back(lines[i].substr(0, colon), trim(lines[i].substr(colon + 1)));
  }
  auto const length = request.header("Content-Length");
  auto const size = length.empty() ? 0 : std::stoul(std::string(length));
  while (bytes.size() < head + 4 + size) {
    if (!wire.read(bytes)) return std::nullopt;
  }
  request.body = bytes.substr(head + 4, size);
  bytes.erase(0, head + 4 + size);
  return request;
}

std::string compose_head(Answer const& answer) {
  std::string text;
  for (int i = 0; i < answer.interim; ++i) text += "HTTP/1.1 100 Continue\r\n\r\n";
  text += "HTTP/1.1 " + std::to_string(answer.status) + " Scripted\r\n";
  for (auto const& [name, value] : answer.headers) text += name + ": " + value + "\r\n";
  if (answer.framing == Answer::Framing::length)
    text += "Content-Length: " + std::to_string(answer.body.size()) + "\r\n";
  if (answer.framing == Answer::Framing::chunked) text += "Transfer-Encoding: chunked\r\n";
  return text + "\r\n";
}

std::string compose_body(Answer const& answer) {
  if (answer.framing != Answer::Framing::chunked) return answer.body;
  std::string text;
  for (std::size_t at = 0; at < answer.body.size(); at += 7) {
    auto const part = answer.body.substr(at, 7);
    text += std::to_string(part.size()) + "\r\n" + part + "\r\n";
  }
  return text + "0\r\n\r\n";
}

}  // namespace

struct LoopbackSink::Server {
  Server(Script its_script, Options its_options)
      : script(std::move(its_script)), options(std::move(its_options)), context(make_context(options)) {
    listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener, generic, size) != 0 || ::listen(listener, 64) != 0 ||
        ::getsockname(listener, generic, &size) != 0) {
      throw std::runtime_error("LoopbackSink: no port");
    }
    port = ::ntohs(address.sin_port);
    acceptor = std::jthread([this](std::stop_token stop) { accept(stop); });
  }

  ~Server() {
    acceptor.request_stop();
    acceptor.join();
    {
      std::lock_guard const lock(mutex);
      is_over = true;
      for (int const socket : sockets) ::shutdown(socket, SHUT_RDWR);
    }
    changed.notify_all();
    threads.clear();
    ::close(listener);
  }

  void accept(std::stop_token stop) {
    // OpenSSL writes with write(): a peer that has gone must not end the test program.
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    while (!stop.stop_requested()) {
      pollfd ready{.fd = listener, .events = POLLIN, .revents = 0};
      if (::poll(&ready, 1, 20) <= 0) continue;
      int const socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) continue;
      std::lock_guard const lock(mutex);
      sockets.insert(socket);
      threads.emplace_back([this, socket, number = ++accepted] {
        serve(socket, number);
        std::lock_guard const closing(mutex);
        ++closed;
        changed.notify_all();
      });
    }
  }

  void serve(int socket, int number) {
    Wire wire(socket);
    struct Leave {
      Server& server;
      int socket;
      ~Leave() {
        std::lock_guard const lock(server.mutex);
        server.sockets.erase(socket);
      }
    } const leave{*this, socket};
    if (context && !options.is_proxy && !wire.secure(context.get())) return;
    std::string bytes;
    while (auto request = read_request(wire, bytes)) {
      request->arrived = std::chrono::steady_clock::now();
      request->connection = number;
      Answer answer;
      {
        std::lock_guard const lock(mutex);
        seen.push_back(*request);
      }
      {
        std::lock_guard const lock(script_mutex);
        answer = script(*request);
      }
      changed.notify_all();
      auto const is_tunnel = options.is_proxy && request->method == "CONNECT" && answer.status / 100 == 2;
      if (is_tunnel) answer.framing = Answer::Framing::until_close;
      if (!send(wire, answer, request->method == "HEAD") || answer.ending != Answer::Ending::keep) {
        if (answer.ending == Answer::Ending::reset) pause(answer.interval);
        wire.end(answer.ending);
        return;
      }
      if (is_tunnel && context && !wire.secure(context.get())) return;
    }
  }

  /// False where the connection is to end.
  bool send(Wire& wire, Answer const& answer, bool is_head) {
    auto const head = compose_head(answer);
    auto const body = is_head ? "" : compose_body(answer);
    switch (answer.fault) {
      case Answer::Fault::none:
        return wire.write(head + body);
      case Answer::Fault::close_before:
        return false;
      case Answer::Fault::close_in_body:
        wire.write(head + body.substr(0, body.size() / 2));
        return false;
      case Answer::Fault::trickle:
        for (char const c : head + body) {
          if (!wire.write(std::string_view(&c, 1)) || pause(answer.interval)) return false;
        }
        return true;
      case Answer::Fault::silence: {
        std::string ignored;
        while (wire.read(ignored)) ignored.clear();
        return false;
      }
      case Answer::Fault::endless_body: {
        std::string const part(1 << 16, 'x');
        wire.write(head);
        while (wire.write(part)) {
        }
        return false;
      }
    }
    throw std::logic_error("LoopbackSink: no such fault");
  }

  /// True where the test ends meanwhile.
  bool pause(std::chrono::milliseconds length) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, length, [this] { return is_over; });
  }

  Script script;
  Options options;
  Context context;
  int listener = -1;
  int port = 0;

  std::mutex script_mutex;
  std::mutex mutex;  // of all that follows
  std::condition_variable changed;
  bool is_over = false;
  std::vector<Request> seen;
  int accepted = 0;
  int closed = 0;
  std::set<int> sockets;
  std::list<std::jthread> threads;
  std::jthread acceptor;
};

std::string_view LoopbackSink::Request::header(std::string_view name) const {
  for (auto const& [key, value] : headers) {
    if (to_lower(key) == to_lower(name)) return value;
  }
  return "";
}

LoopbackSink::LoopbackSink(Script script) : LoopbackSink(std::move(script), Options{}) {}
LoopbackSink::LoopbackSink(Script script, Options options)
    : server_(std::make_unique<Server>(std::move(script), std::move(options))) {}
LoopbackSink::~LoopbackSink() = default;

std::string LoopbackSink::port() const { return std::to_string(server_->port); }

std::string LoopbackSink::url(std::string_view path) const {
  return (server_->context ? "https://127.0.0.1:" : "http://127.0.0.1:") + port() + std::string(path);
}

std::vector<LoopbackSink::Request> LoopbackSink::requests() const {
  std::lock_guard const lock(server_->mutex);
  return server_->seen;
}

int LoopbackSink::connections() const {
  std::lock_guard const lock(server_->mutex);
  return server_->accepted;
}

bool LoopbackSink::wait_for_requests(std::size_t count) const {
  std::unique_lock lock(server_->mutex);
  return server_->changed.wait_for(lock, 10s, [&] { return server_->seen.size() >= count; });
}

bool LoopbackSink::wait_for_closed_connections(int count) const {
  std::unique_lock lock(server_->mutex);
  return server_->changed.wait_for(lock, 10s, [&] { return server_->closed >= count; });
}

}  // namespace lapwing::test
