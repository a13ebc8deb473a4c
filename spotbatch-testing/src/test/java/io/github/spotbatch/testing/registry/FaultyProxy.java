package io.github.spotbatch.testing.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.spotbatch.testing.internal.wire.LoopbackCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/** Stands before a registry, remembers what is asked of it, and spoils some of it. */
public final class FaultyProxy implements AutoCloseable {

  /** What becomes of a request. */
  public enum Fault {
    /** The connection breaks before the registry hears of it. */
    LOST,
    /** The registry carries it out, and the connection breaks before its answer. */
    ANSWER_LOST,
    /** What ECR says to a token that has run out. */
    EXPIRED,
    /** What ECR says to somebody without permission. */
    DENIED,
    BUSY,
    /** The answer never comes. */
    SILENT
  }

  private record Planned(Predicate<String> request, Fault fault) {}

  private static final Set<String> OF_THE_HOP =
      Set.of(
          "host", "connection", "content-length", "transfer-encoding", "upgrade", "http2-settings");

  private final URI target;
  private final HttpClient client;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch silent = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<Planned> planned = new ConcurrentLinkedQueue<>();

  FaultyProxy(RegistryUnderTest registry) throws IOException {
    this((registry.tls() ? "https://" : "http://") + registry.host(), registry.sslContext());
  }

  /** Stands before an address. */
  public FaultyProxy(String address, SSLContext trust) throws IOException {
    this.target = URI.create(address);
    this.client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(trust).build();
    this.server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(LoopbackCertificate.get().server()));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next request that begins so meets a fault; several faults come one after another. */
  public void spoil(String beginning, Fault fault) {
    planned.add(new Planned(request -> request.startsWith(beginning), fault));
  }

  /** What has been asked since the last time, as method and path. */
  public List<String> takeRequests() {
    List<String> taken = List.copyOf(requests);
    requests.clear();
    return taken;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    requests.add(request);
    byte[] body = exchange.getRequestBody().readAllBytes();
    Fault fault = fault(request);
    if (fault == Fault.LOST) {
      exchange.close();
    } else if (fault == Fault.EXPIRED) {
      refuse(exchange, 403, "Your authorization token has expired. Reauthenticate and try again.");
    } else if (fault == Fault.DENIED) {
      refuse(exchange, 403, "User is not authorized to perform: ecr:InitiateLayerUpload");
    } else if (fault == Fault.BUSY) {
      refuse(exchange, 503, "Service Unavailable");
    } else if (fault == Fault.SILENT) {
      silent.countDown();
    } else {
      pass(exchange, body, fault == Fault.ANSWER_LOST);
    }
  }

  /** Returns once somebody waits for an answer in vain. */
  public void awaitSilence() throws InterruptedException {
    silent.await();
  }

  private Fault fault(String request) {
    for (Planned next : planned) {
      if (next.request().test(request) && planned.remove(next)) {
        return next.fault();
      }
    }
    return null;
  }

  private void pass(HttpExchange exchange, byte[] body, boolean loseAnswer) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OF_THE_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (loseAnswer) {
        exchange.close();
        return;
      }
      response
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!OF_THE_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                  exchange.getResponseHeaders().put(name, values.stream().map(this::here).toList());
                }
              });
      answer(exchange, response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  /** An address of the registry as one of this proxy. */
  private String here(String value) {
    return value.startsWith(target.toString())
        ? value.substring(target.toString().length())
        : value;
  }

  private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
    String body = "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"" + message + "\"}]}";
    answer(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
