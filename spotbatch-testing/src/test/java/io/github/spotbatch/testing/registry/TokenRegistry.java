package io.github.spotbatch.testing.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.spotbatch.testing.internal.wire.LoopbackCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A registry such as Docker Hub: it sends its clients to another server for a token, and to a third
 * one for what they download.
 */
final class TokenRegistry implements AutoCloseable {

  static final String MANIFEST =
      "{\"schemaVersion\":2,\"config\":{\"digest\":\"sha256:%s\"},\"layers\":[]}"
          .formatted("0".repeat(64));

  private final HttpsServer registry = server();
  private final HttpsServer tokens = server();
  private final HttpsServer downloads = server();
  private final List<String> logins = new CopyOnWriteArrayList<>();

  TokenRegistry() throws IOException {
    registry.createContext("/v2/", this::answer);
    tokens.createContext(
        "/token",
        exchange -> {
          note("token", exchange);
          send(exchange, 200, "{\"token\":\"t0ken\",\"expires_in\":300}");
        });
    downloads.createContext(
        "/",
        exchange -> {
          note("download", exchange);
          send(exchange, 200, "{\"architecture\":\"arm64\",\"os\":\"linux\"}");
        });
    registry.start();
    tokens.start();
    downloads.start();
  }

  private static HttpsServer server() throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(LoopbackCertificate.get().server()));
    return server;
  }

  String host() {
    return host(registry);
  }

  /** Who asked with what login, in order. */
  List<String> logins() {
    return logins;
  }

  private void answer(HttpExchange exchange) throws IOException {
    note("registry", exchange);
    String path = exchange.getRequestURI().getPath();
    if (!"Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange
          .getResponseHeaders()
          .add(
              "WWW-Authenticate",
              "Bearer realm=\"https://%s/token\",service=\"a registry\",scope=\"repository:team/app:pull\""
                  .formatted(host(tokens)));
      send(exchange, 401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"log in\"}]}");
    } else if (path.contains("/blobs/")) {
      exchange.getResponseHeaders().add("Location", "https://" + host(downloads) + "/there");
      send(exchange, 307, "");
    } else if (path.endsWith("/absent")) {
      send(exchange, 404, "{\"errors\":[{\"message\":\"manifest unknown\"}]}");
    } else {
      send(exchange, 200, MANIFEST);
    }
  }

  private void note(String who, HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    logins.add(
        who
            + (query == null ? "" : "?" + query)
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private static String host(HttpsServer server) {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    registry.stop(0);
    tokens.stop(0);
    downloads.stop(0);
  }
}
