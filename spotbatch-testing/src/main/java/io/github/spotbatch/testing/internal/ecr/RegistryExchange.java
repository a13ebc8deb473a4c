package io.github.spotbatch.testing.internal.ecr;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request to the registry, to be answered once. */
final class RegistryExchange {

  private final HttpExchange exchange;
  private final Map<String, String> query = new HashMap<>();

  RegistryExchange(HttpExchange exchange) {
    this.exchange = exchange;
    String raw = exchange.getRequestURI().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      query.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
  }

  String method() {
    return exchange.getRequestMethod();
  }

  String path() {
    return exchange.getRequestURI().getPath();
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  @Nullable String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  /** Whether the client says that it sends one that is not empty. */
  boolean hasBody() {
    String length = header("Content-Length");
    return length == null ? header("Transfer-Encoding") != null : !length.equals("0");
  }

  InputStream body() {
    return exchange.getRequestBody();
  }

  /** An address of this server under the host that the client has called it by. */
  String address(String path) {
    String host = header("Host");
    return host == null ? path : "https://" + host + path;
  }

  RegistryExchange with(String header, String value) {
    exchange.getResponseHeaders().set(header, value);
    return this;
  }

  /** Answers without a body. */
  void answer(int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  void answer(int status, String mediaType, byte[] body) throws IOException {
    with("Content-Type", mediaType);
    if (isHead()) {
      answerHead(status, body.length);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** Answers with a file, which is never wholly in memory. */
  void answer(Path file) throws IOException {
    with("Content-Type", "application/octet-stream");
    long size = size(file);
    if (isHead()) {
      answerHead(200, size);
      return;
    }
    exchange.sendResponseHeaders(200, size);
    try (OutputStream out = exchange.getResponseBody()) {
      Files.copy(file, out);
    }
  }

  /** A file that is gone is not the client's fault, and no broken connection. */
  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a layer of the fake's registry", e);
    }
  }

  private boolean isHead() {
    return method().equals("HEAD");
  }

  private void answerHead(int status, long length) throws IOException {
    with("Content-Length", Long.toString(length));
    exchange.sendResponseHeaders(status, -1);
  }

  private static String decode(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }
}
