package io.github.spotbatch.internal.image;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * Speaks HTTP to one registry and logs in as it asks: by name and password, or by a token that
 * another server gives for them.
 *
 * <p>On the JDK's client, since that logs no header unless the JVM is told to; a login is nothing
 * for a log. Thread-safe.
 */
final class RegistryConnection {

  /** Until an answer begins, after all has been sent. */
  private static final Duration TO_ANSWER = Duration.ofMinutes(5);

  /** Of a line so slow that nobody would wait for it. */
  private static final long SLOWEST_BYTES_PER_SECOND = 50_000;

  private static final BodyPublisher NOTHING = BodyPublishers.noBody();

  private final RegistryHost registry;
  private final HttpClient http;
  private volatile String scheme = "https";
  private volatile @Nullable String authorization;

  RegistryConnection(RegistryHost registry, RegistryClients clients) {
    this.registry = registry;
    this.http = clients.of(registry);
    this.authorization = registry.login().map(RegistryLogin::header).orElse(null);
  }

  String host() {
    return registry.host();
  }

  /** Asks for something below {@code /v2/}; a redirect is followed, without the login. */
  RegistryAnswer get(String path, String... accepted) {
    RegistryAnswer answer = send("GET", path(path), BodyPublishers.noBody(), null, accepted);
    Optional<String> elsewhere = answer.header("Location");
    return answer.status() / 100 == 3 && elsewhere.isPresent()
        ? exchange(
            request("GET", answer.uri().resolve(elsewhere.get()), BodyPublishers.noBody()).build())
        : answer;
  }

  /** Fetches a blob into a file; a redirect is followed, without the login. */
  void download(String path, String digest, Path file) {
    HttpRequest.Builder request =
        request("GET", URI.create(scheme + "://" + registry.host() + path(path)), NOTHING);
    String login = authorization;
    if (login != null) {
      request.header("Authorization", login);
    }
    try {
      HttpResponse<Path> response = http.send(request.build(), BodyHandlers.ofFile(file));
      Optional<String> elsewhere = response.headers().firstValue("Location");
      if (response.statusCode() / 100 == 3 && elsewhere.isPresent()) {
        URI there = response.uri().resolve(elsewhere.get());
        response = http.send(request("GET", there, NOTHING).build(), BodyHandlers.ofFile(file));
      }
      if (response.statusCode() != 200 || !Digests.sha256(file).equals(digest)) {
        throw new RegistryException(
            "The registry %s did not give %s as it is called (%d): try again."
                .formatted(registry.host(), digest, response.statusCode()),
            response.statusCode(),
            true,
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("was not waited for", e, false);
    } catch (IOException e) {
      throw unreachable(reason(e), e, true);
    }
  }

  RegistryAnswer head(String path) {
    return send("HEAD", path(path), BodyPublishers.noBody(), null);
  }

  RegistryAnswer post(String path) {
    return send("POST", path(path), BodyPublishers.noBody(), null);
  }

  RegistryAnswer patch(String location, BodyPublisher body) {
    return send("PATCH", location, body, "application/octet-stream");
  }

  RegistryAnswer put(String location, BodyPublisher body, @Nullable String contentType) {
    return send("PUT", location, body, contentType);
  }

  private static String path(String below) {
    return "/v2/" + below;
  }

  private RegistryAnswer send(
      String method,
      String location,
      BodyPublisher body,
      @Nullable String contentType,
      String... accepted) {
    RegistryAnswer answer = once(method, location, body, contentType, accepted);
    if (answer.status() != 401 || !authorize(answer)) {
      return answer;
    }
    return once(method, location, body, contentType, accepted);
  }

  private RegistryAnswer once(
      String method,
      String location,
      BodyPublisher body,
      @Nullable String contentType,
      String... accepted) {
    URI base = URI.create(scheme + "://" + registry.host() + "/");
    URI uri = base.resolve(location);
    HttpRequest.Builder request = request(method, uri, body);
    Stream.of(accepted).forEach(type -> request.header("Accept", type));
    String login = authorization;
    if (login != null && sameServer(base, uri)) {
      request.header("Authorization", login);
    }
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    return exchange(request.build());
  }

  /** The same over another scheme is another: a login never goes in the clear by a redirect. */
  private static boolean sameServer(URI base, URI uri) {
    return base.getAuthority().equals(uri.getAuthority())
        && base.getScheme().equals(uri.getScheme());
  }

  private static HttpRequest.Builder request(String method, URI uri, BodyPublisher body) {
    long sending = Math.max(body.contentLength(), 0) / SLOWEST_BYTES_PER_SECOND;
    return HttpRequest.newBuilder(uri).method(method, body).timeout(TO_ANSWER.plusSeconds(sending));
  }

  private RegistryAnswer exchange(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      return new RegistryAnswer(
          request.uri(), response.statusCode(), response.headers(), response.body());
    } catch (SSLException e) {
      if (registry.local() && speaksNoTls(e)) {
        return withoutTls(request);
      }
      throw isOfCertificate(e)
          ? unreachable("has no certificate that this machine trusts", e, false)
          : unreachable("broke the connection off (" + e.getMessage() + ")", e, true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("was not waited for", e, false);
    } catch (IOException e) {
      throw unreachable(reason(e), e, true);
    }
  }

  /** A registry on this machine may well speak plain HTTP; that is found out once. */
  private RegistryAnswer withoutTls(HttpRequest request) {
    scheme = "http";
    HttpRequest.Builder plain =
        HttpRequest.newBuilder(
                URI.create("http" + request.uri().toString().substring("https".length())))
            .method(request.method(), request.bodyPublisher().orElseGet(BodyPublishers::noBody))
            .timeout(TO_ANSWER);
    request
        .headers()
        .map()
        .forEach((name, values) -> values.forEach(value -> plain.header(name, value)));
    return exchange(plain.build());
  }

  /** What the JDK says where a server answers a greeting of TLS in plain HTTP. */
  private static boolean speaksNoTls(SSLException failure) {
    return String.valueOf(failure.getMessage()).contains("Unsupported or unrecognized SSL message");
  }

  private static boolean isOfCertificate(SSLException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  private static String reason(IOException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
      return "is unknown to this machine";
    }
    return failure instanceof ConnectException
        ? "cannot be reached"
        : "broke the connection off (" + failure.getMessage() + ")";
  }

  private RegistryException unreachable(String why, Exception cause, boolean passing) {
    return new RegistryException(
        "The registry %s %s: check the network and the registry's name."
            .formatted(registry.host(), why),
        0,
        passing,
        cause);
  }

  /** Answers a challenge; false if there is nothing to answer it with. */
  private boolean authorize(RegistryAnswer challenged) {
    String before = authorization;
    if (!challenged.scheme().orElse("").equalsIgnoreCase("Bearer")) {
      return false;
    }
    Optional<String> realm = challenged.challenge("realm");
    if (realm.isEmpty()) {
      return false;
    }
    URI uri = URI.create(realm.get() + query(challenged));
    if (!"https".equals(uri.getScheme()) && !registry.local()) {
      return false;
    }
    HttpRequest.Builder request = request("GET", uri, BodyPublishers.noBody());
    registry.login().ifPresent(login -> request.header("Authorization", login.header()));
    RegistryAnswer answer = exchange(request.build());
    if (answer.status() != 200) {
      return false;
    }
    JsonNode token = answer.json();
    authorization =
        token
            .field("token")
            .or(() -> token.field("access_token"))
            .map(text -> "Bearer " + text.text())
            .orElse(before);
    return authorization != null && !authorization.equals(before);
  }

  private static String query(RegistryAnswer challenged) {
    StringBuilder query = new StringBuilder();
    for (String name : new String[] {"service", "scope"}) {
      challenged
          .challenge(name)
          .ifPresent(
              value ->
                  query
                      .append(query.length() == 0 ? '?' : '&')
                      .append(name)
                      .append('=')
                      .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    }
    return query.toString();
  }
}
