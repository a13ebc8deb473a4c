package io.github.spotbatch.testing.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests written by hand, as no real client writes them. */
final class Requests {

  private final String path;
  private final Map<String, List<String>> headers = new TreeMap<>();

  private Requests(String path) {
    this.path = path;
  }

  static Requests post(String path) {
    return new Requests(path);
  }

  Requests header(String name, String value) {
    headers.put(name, List.of(value));
    return this;
  }

  HttpIn body(String body) {
    return body(body.getBytes(StandardCharsets.UTF_8));
  }

  HttpIn body(byte[] body) {
    return HttpIn.of("POST", path, null, headers, body);
  }
}
