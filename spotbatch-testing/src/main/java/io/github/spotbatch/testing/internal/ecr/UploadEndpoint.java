package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.World;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Layers on their way in: in one request, or begun, continued and ended by several. */
final class UploadEndpoint {

  private static final Pattern RANGE =
      Pattern.compile("(?:bytes )?(\\d{1,18})-(\\d{1,18})(?:/.*)?");

  private final World world;

  UploadEndpoint(World world) {
    this.world = world;
  }

  void answer(RegistryExchange exchange, EcrState caller, String name, String id)
      throws IOException {
    switch (exchange.method()) {
      case "POST" -> begin(exchange, caller, name);
      case "PATCH" -> append(exchange, caller, name, id);
      case "PUT" -> end(exchange, caller, name, find(caller, name, id));
      case "GET" -> progress(exchange, name, find(caller, name, id), 204);
      case "DELETE" -> cancel(exchange, caller, name, id);
      default -> throw RegistryFault.notModelled(exchange.method() + " of an upload");
    }
  }

  /** A mount from another repository is answered as a plain upload, which it may always be. */
  private void begin(RegistryExchange exchange, EcrState caller, String name) throws IOException {
    LayerUpload upload =
        acting(() -> new LayerUploads(caller).begin(RepositoryCalls.required(caller, name)));
    if (exchange.query("digest").isPresent()) {
      end(exchange, caller, name, upload);
    } else {
      progress(exchange, name, upload, 202);
    }
  }

  private void append(RegistryExchange exchange, EcrState caller, String name, String id)
      throws IOException {
    LayerUpload upload = find(caller, name, id);
    refuseGap(exchange, upload);
    upload.append(exchange.body());
    progress(exchange, name, upload, 202);
  }

  private void end(RegistryExchange exchange, EcrState caller, String name, LayerUpload upload)
      throws IOException {
    Optional<String> digest = exchange.query("digest").filter(Digests::isDigest);
    if (digest.isEmpty()) {
      throw new RegistryFault(
          400, "DIGEST_INVALID", "provided digest did not match uploaded content");
    }
    refuseGap(exchange, upload);
    upload.append(exchange.body());
    acting(
        () -> {
          new LayerUploads(caller)
              .complete(RepositoryCalls.required(caller, name), upload, digest.get());
          return upload;
        });
    exchange
        .with("Docker-Content-Digest", digest.get())
        .with("Location", exchange.address("/v2/" + name + "/blobs/" + digest.get()))
        .answer(201);
  }

  private void cancel(RegistryExchange exchange, EcrState caller, String name, String id)
      throws IOException {
    acting(
        () -> {
          LayerUploads uploads = new LayerUploads(caller);
          LayerUpload upload = uploads.find(RepositoryCalls.required(caller, name), id);
          uploads.cancel(RepositoryCalls.required(caller, name), upload);
          return upload;
        });
    exchange.answer(204);
  }

  private LayerUpload find(EcrState caller, String name, String id) {
    return acting(() -> new LayerUploads(caller).find(RepositoryCalls.required(caller, name), id));
  }

  /** Nothing may be left out between two chunks. */
  private static void refuseGap(RegistryExchange exchange, LayerUpload upload) {
    String given = exchange.header("Content-Range");
    if (given == null) {
      return;
    }
    Matcher range = RANGE.matcher(given);
    if (!range.matches() || Long.parseLong(range.group(1)) != upload.size()) {
      throw new RegistryFault(
          416,
          "BLOB_UPLOAD_INVALID",
          "the chunk " + given + " does not follow the " + upload.size() + " bytes that have come");
    }
  }

  private static void progress(
      RegistryExchange exchange, String name, LayerUpload upload, int status) throws IOException {
    exchange
        .with("Location", exchange.address("/v2/" + name + "/blobs/uploads/" + upload.id()))
        .with("Docker-Upload-UUID", upload.id())
        .with("Range", "0-" + Math.max(0, upload.size() - 1))
        .answer(status);
  }

  private LayerUpload acting(Supplier<LayerUpload> work) {
    return world.locked(
        () -> {
          world.ensureOpen();
          return work.get();
        });
  }
}
