package io.github.spotbatch.testing.internal.ecr;

import com.sun.net.httpserver.HttpExchange;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ecr.Registry.Download;
import io.github.spotbatch.testing.internal.ecr.Registry.Login;
import io.github.spotbatch.testing.internal.wire.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The registries of a world as docker, jib and curl speak to them: version 2 of the registry's API,
 * as far as ECR has it, with TLS on 127.0.0.1. Who has logged in says which account and Region it
 * is.
 */
public final class RegistryServer {

  static final String DOWNLOADS = "/downloads/";

  private static final Pattern PATH =
      Pattern.compile(
          "/v2/(?<name>.+)/(?:blobs/uploads/?(?<upload>[^/]*)|blobs/(?<blob>[^/]+)"
              + "|manifests/(?<manifest>[^/]+)|(?<tags>tags/list)|referrers/(?<referrers>[^/]+))");

  private final World world;
  private final Registry registry;
  private final LoopbackServer server;
  private final BlobEndpoint blobs;
  private final UploadEndpoint uploads;
  private final ManifestEndpoint manifests;
  private final TagsEndpoint tags;
  private final RegistryAccess access;

  private RegistryServer(World world) {
    this.world = world;
    this.registry = world.registry();
    this.blobs = new BlobEndpoint(world);
    this.uploads = new UploadEndpoint(world);
    this.manifests = new ManifestEndpoint(world);
    this.tags = new TagsEndpoint(world);
    this.access = new RegistryAccess(world);
    this.server = LoopbackServer.startTls(this::handle, 0);
  }

  /**
   * Where the server of a world listens, for instance {@code https://127.0.0.1:40123}. It is
   * started now if nobody has yet, and closed with the world.
   */
  public static URI endpoint(World world) {
    return world.locked(
        () -> {
          world.ensureOpen();
          return world.registry().endpoint().orElseGet(() -> start(world));
        });
  }

  private static URI start(World world) {
    LoopbackServer server = new RegistryServer(world).server;
    Runnable unused = world.closing(server::close);
    world.registry().startedAt(server.endpoint());
    return server.endpoint();
  }

  private void handle(HttpExchange raw) throws IOException {
    try (raw) {
      respond(new RegistryExchange(raw));
    } catch (RuntimeException bug) {
      // The JDK's server only drops the connection: the world's next caller hears why.
      world.event(
          () -> {
            throw bug;
          });
      throw bug;
    }
  }

  private void respond(RegistryExchange exchange) throws IOException {
    exchange.with("Docker-Distribution-Api-Version", "registry/2.0");
    try {
      answer(exchange);
    } catch (RegistryFault fault) {
      refuse(exchange, fault);
    } catch (AwsServiceException refusal) {
      refuse(exchange, RegistryFault.of(refusal));
    }
  }

  private static void refuse(RegistryExchange exchange, RegistryFault fault) throws IOException {
    exchange.answer(fault.status(), "application/json; charset=utf-8", fault.body());
  }

  private void answer(RegistryExchange exchange) throws IOException {
    String path = exchange.path();
    if (path.startsWith(DOWNLOADS)) {
      download(exchange, path.substring(DOWNLOADS.length()));
      return;
    }
    Optional<EcrState> caller = caller(exchange);
    if (caller.isEmpty()) {
      refuseStranger(exchange);
      return;
    }
    if (path.equals("/v2") || path.equals("/v2/")) {
      exchange.answer(200, "text/plain; charset=utf-8", new byte[0]);
      return;
    }
    if (path.equals("/v2/_catalog")) {
      throw RegistryFault.notModelled("the list of all repositories");
    }
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      throw new RegistryFault(404, "UNSUPPORTED", "The registry has nothing at " + path);
    }
    route(exchange, caller.get(), matcher);
  }

  private void route(RegistryExchange exchange, EcrState caller, Matcher path) throws IOException {
    String name = path.group("name");
    @Nullable String upload = path.group("upload");
    access.check(exchange.method(), caller, path);
    @Nullable String blob = path.group("blob");
    @Nullable String manifest = path.group("manifest");
    if (upload != null) {
      uploads.answer(exchange, caller, name, upload);
    } else if (blob != null) {
      blobs.answer(exchange, caller, name, blob);
    } else if (manifest != null) {
      manifests.answer(exchange, caller, name, manifest);
    } else if (path.group("tags") != null) {
      tags.answer(exchange, caller, name);
    } else {
      throw RegistryFault.notModelled("referrers");
    }
  }

  /** Whoever has an address of a download needs no login, as on AWS. */
  private void download(RegistryExchange exchange, String secret) throws IOException {
    Optional<Download> download = world.locked(() -> registry.download(secret));
    if (download.isEmpty()) {
      // AWS answers with an XML document of S3.
      exchange.answer(403);
      return;
    }
    exchange.answer(registry.blobs().file(download.get().digest()));
  }

  private Optional<EcrState> caller(RegistryExchange exchange) {
    Optional<Login> login =
        password(exchange.header("Authorization"))
            .flatMap(password -> world.locked(() -> registry.login(password)));
    if (login.isPresent() && !world.now().isBefore(login.get().expiresAt())) {
      throw new RegistryFault(
          403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.");
    }
    return login.map(Login::state);
  }

  private static Optional<String> password(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] login = Base64.getDecoder().decode(authorization.substring(6).strip());
      String[] parts = new String(login, StandardCharsets.UTF_8).split(":", 2);
      return parts.length == 2 && parts[0].equals("AWS") ? Optional.of(parts[1]) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void refuseStranger(RegistryExchange exchange) throws IOException {
    exchange
        .with(
            "Www-Authenticate",
            "Basic realm=\"" + server.endpoint() + "/\",service=\"ecr.amazonaws.com\"")
        .answer(
            401, "text/plain; charset=utf-8", "Not Authorized\n".getBytes(StandardCharsets.UTF_8));
  }
}
