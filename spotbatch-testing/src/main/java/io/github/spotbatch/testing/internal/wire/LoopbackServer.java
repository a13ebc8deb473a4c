package io.github.spotbatch.testing.internal.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Serves a wire on 127.0.0.1 by the JDK's own server; it keeps no JVM alive. */
public final class LoopbackServer implements AutoCloseable {

  /** Read once, when the server's classes load. Without it every response takes 50 ms. */
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final HttpServer server;
  private final ExecutorService threads;

  private LoopbackServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts a server.
   *
   * @param wire usually {@link AwsWire#answer}
   * @param port 0 for a free one
   */
  public static LoopbackServer start(Function<HttpIn, HttpOut> wire, int port) {
    return start(exchange -> serve(wire, exchange), null, port);
  }

  /**
   * Starts a server with TLS, whose certificate is {@link LoopbackCertificate}'s.
   *
   * @param handler closes the exchanges
   * @param port 0 for a free one
   */
  public static LoopbackServer startTls(HttpHandler handler, int port) {
    return start(handler, LoopbackCertificate.get().server(), port);
  }

  private static LoopbackServer start(HttpHandler handler, @Nullable SSLContext tls, int port) {
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
    ExecutorService threads = Executors.newCachedThreadPool(LoopbackServer::daemon);
    HttpServer server = bind(tls, port);
    server.setExecutor(threads);
    server.createContext("/", handler);
    // The server's own thread is a daemon because the thread that starts it is one.
    CompletableFuture.runAsync(server::start, threads).join();
    return new LoopbackServer(server, threads);
  }

  /** Where it listens, for instance {@code http://127.0.0.1:4566}. */
  public URI endpoint() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static HttpServer bind(@Nullable SSLContext tls, int port) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
      if (tls == null) {
        return HttpServer.create(address, 0);
      }
      HttpsServer server = HttpsServer.create(address, 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port, e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "spotbatch-testing-server");
    thread.setDaemon(true);
    return thread;
  }

  private static void serve(Function<HttpIn, HttpOut> wire, HttpExchange exchange)
      throws IOException {
    try (exchange) {
      URI uri = exchange.getRequestURI();
      byte[] sent = exchange.getRequestBody().readAllBytes();
      HttpOut out =
          wire.apply(
              HttpIn.of(
                  exchange.getRequestMethod(),
                  uri.getRawPath(),
                  uri.getRawQuery(),
                  exchange.getRequestHeaders(),
                  sent));
      byte[] body = out.body().asByteArrayUnsafe();
      out.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(out.status(), body.length == 0 ? -1 : body.length);
      try (OutputStream stream = exchange.getResponseBody()) {
        stream.write(body);
      }
    } catch (ResponseLost e) {
      // The exchange is closed without an answer, and with it its connection.
    }
  }
}
