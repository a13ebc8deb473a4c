package io.github.spotbatch.testing.internal.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One HTTP request, whatever carried it. */
public final class HttpIn {

  private final String method;
  private final String path;
  private final String query;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final Map<String, List<String>> form;
  private final @Nullable String problem;

  private HttpIn(
      String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = headers;
    byte[] plain = {};
    Map<String, List<String>> fields = Map.of();
    String wrong = null;
    try {
      plain = "gzip".equalsIgnoreCase(header("Content-Encoding")) ? unzipped(body) : body;
      fields = isForm() ? params(new String(plain, StandardCharsets.UTF_8)) : fields;
    } catch (IllegalArgumentException | UncheckedIOException e) {
      wrong = String.valueOf(e.getMessage());
    }
    this.body = plain;
    this.form = fields;
    this.problem = wrong;
  }

  /** Takes path and query as sent, still percent-encoded. */
  public static HttpIn of(
      String method,
      String path,
      @Nullable String query,
      Map<String, List<String>> headers,
      byte[] body) {
    return new HttpIn(method, path, query == null ? "" : query, headers, body);
  }

  /** The HTTP method. */
  public String method() {
    return method;
  }

  /** The path, percent-encoded. */
  public String path() {
    return path;
  }

  /** The first header of that name, in whatever case it was sent. */
  public @Nullable String header(String name) {
    // There are few headers, and fewer that anybody asks for: an index would cost more than it
    // saves.
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      if (name.equalsIgnoreCase(header.getKey()) && !header.getValue().isEmpty()) {
        return header.getValue().get(0);
      }
    }
    return null;
  }

  /** The body, unzipped. */
  byte[] body() {
    return body;
  }

  Map<String, List<String>> queryParams() {
    return params(query);
  }

  /** The fields of a form, none for any other body. */
  Map<String, List<String>> form() {
    return form;
  }

  /** Why the body cannot be read; absent if it can. */
  @Nullable String problem() {
    return problem;
  }

  /** The operation that the request names, absent where only method and path say it. */
  @Nullable String operation() {
    String target = header("X-Amz-Target");
    if (target != null) {
      return target.substring(target.lastIndexOf('.') + 1);
    }
    List<String> actions = form.getOrDefault("Action", List.of());
    return actions.isEmpty() ? null : actions.get(0);
  }

  static String decode(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }

  boolean isForm() {
    String type = header("Content-Type");
    return type != null && type.startsWith("application/x-www-form-urlencoded");
  }

  private static Map<String, List<String>> params(String encoded) {
    Map<String, List<String>> params = new LinkedHashMap<>();
    for (String pair : encoded.strip().split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      params.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }
    return params;
  }

  /** The SDK zips large requests. */
  private static byte[] unzipped(byte[] body) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
